import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Message } from "../../runtime/contract/message";
import type { StartedEvent } from "../../runtime/contract/stream-event";
import { applyEvent } from "../../runtime/core/apply-event";
import { ApiError } from "../api/api-error";
import type { Entries } from "./entries";
import { type Activity, type Entry, thoughtAfter } from "./entry";
import type { ReplyEvent } from "./follow-reply";
import { pump } from "./pump";
import type { ThreadPorts } from "./thread-ports";

/** A turn on the page, its ids still made up. */
export interface LocalTurn {
  /** None when a stored message is answered once more. */
  user?: Entry;
  reply: Entry;
  /** Ends the reply where no server keeps it. */
  leave?: AbortController;
}

/** What a run tells its thread. */
export interface RunConversation {
  id: Signal<string | undefined>;
  title: Signal<string>;
  isTemporary: boolean;
}

/** Writes the events of a reply into its entry; one reply at a time. */
export interface ReplyRun {
  running: ReadonlySignal<Entry | undefined>;
  /** Tells a reply that is stored already, to its end. */
  tell(reply: Entry, events: AsyncIterable<ReplyEvent>): Promise<void>;
  /** Tells a new turn. Resolves with undefined when it is stored, or with why it could not begin. */
  begin(turn: LocalTurn, events: AsyncIterable<ReplyEvent>): Promise<unknown>;
  /** Ends the running reply, now or as soon as it is stored. */
  stop(): Promise<void>;
}

export function createReplyRun(
  ports: ThreadPorts,
  entries: Entries,
  conversation: RunConversation,
  closing: AbortSignal,
): ReplyRun {
  const running = signal<Entry | undefined>(undefined);
  /** The running turn has no ids yet that a stop could name. */
  let unstored = false;
  let stopWanted = false;
  let leave: AbortController | undefined;

  async function tell(reply: Entry, events: AsyncIterable<ReplyEvent>, turn?: StartedTurn): Promise<void> {
    running.value = reply;
    try {
      await pump(events, ports.frame, (batch) => write(reply, batch, turn));
    } catch (error) {
      if (closing.aborted || (turn && !turn.started)) throw error;
      if (leave?.signal.aborted) end(reply, { status: "stopped", finishReason: "stopped" });
      else fail(reply, error);
    } finally {
      leave = undefined;
      running.value = undefined;
    }
    reply.activity.value = undefined;
    ports.onEnded(reply);
  }

  function begin(local: LocalTurn, events: AsyncIterable<ReplyEvent>): Promise<unknown> {
    unstored = true;
    stopWanted = false;
    leave = local.leave;
    return new Promise((resolve) => {
      const turn: StartedTurn = {
        started: false,
        questionId: local.user ? undefined : local.reply.message.peek().parentId,
        onStarted: (event) => {
          turn.started = true;
          unstored = false;
          adopt(local.user, event);
          resolve(undefined);
        },
      };
      tell(local.reply, events, turn).catch(resolve);
    });
  }

  function write(reply: Entry, batch: ReplyEvent[], turn?: StartedTurn): void {
    let message = reply.message.peek();
    for (const event of batch) {
      const now = ports.now();
      reply.activity.value = activityAfter(reply.activity.peek(), event, now);
      reply.thought.value = thoughtAfter(reply.thought.peek(), event, now);
      if (event.type !== "lost" && event.type !== "found") message = applyEvent(message, event);
    }
    const isAgain = turn?.questionId !== undefined;
    reply.message.value = isAgain ? { ...message, parentId: turn.questionId ?? null } : message;
    const started = batch.find((event) => event.type === "started");
    if (started) turn?.onStarted(started);
  }

  /** The ids are known: the local turn becomes the stored one. */
  function adopt(user: Entry | undefined, event: StartedEvent): void {
    const { conversationId, userMessageId, messageId, title } = event;
    if (user) user.message.value = { ...user.message.peek(), id: userMessageId, conversationId };
    entries.renamed(messageId);
    if (!conversation.isTemporary || conversation.title.peek() === "") conversation.title.value = title;
    if (conversation.isTemporary) return;
    conversation.id.value = conversationId;
    const at = new Date(ports.now()).toISOString();
    ports.onStarted({ id: conversationId, title, createdAt: at, updatedAt: at, pinned: false });
    if (stopWanted) void stop();
  }

  function fail(reply: Entry, error: unknown): void {
    const code = error instanceof ApiError ? error.code : "internal";
    const message = error instanceof Error ? error.message : String(error);
    end(reply, { status: "failed", error: { code, message } });
  }

  function end(reply: Entry, how: Partial<Message>): void {
    reply.message.value = { ...reply.message.peek(), ...how };
  }

  async function stop(): Promise<void> {
    const reply = running.peek();
    if (!reply) return;
    reply.activity.value = { kind: "stopping" };
    stopWanted = true;
    leave?.abort();
    if (unstored || conversation.isTemporary) return;
    await ports.api.stop(conversation.id.peek() ?? "").catch(() => {
      reply.activity.value = undefined;
      ports.notify({ text: ports.words().stopFailed, tone: "problem" });
    });
  }

  return { running, tell, begin, stop };
}

interface StartedTurn {
  started: boolean;
  /** What is answered once more. Where nothing is stored only the page knows. */
  questionId?: string | null;
  onStarted(event: StartedEvent): void;
}

/** A stop that was asked for stays said until the end, unless there is nobody to hear it. */
function activityAfter(before: Activity | undefined, event: ReplyEvent, at: number): Activity | undefined {
  if (event.type === "lost") return { kind: "reconnecting" };
  if (before?.kind === "stopping") return before;
  if (event.type !== "status") return undefined;
  const { status: kind, what, estimateSec, position } = event;
  return { kind, what, at, estimateSec, position };
}
