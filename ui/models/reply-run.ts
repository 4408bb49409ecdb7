import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { StartedEvent } from "../../runtime/contract/stream-event";
import { applyEvent } from "../../runtime/core/apply-event";
import { ApiError } from "../api/api-error";
import type { Entries } from "./entries";
import type { Activity, Entry } from "./entry";
import type { ReplyEvent } from "./follow-reply";
import { pump } from "./pump";
import type { ThreadPorts } from "./thread-ports";

/** A turn on the page, its ids still made up. */
export interface LocalTurn {
  user: Entry;
  reply: Entry;
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
  conversation: { id: Signal<string | undefined>; title: Signal<string> },
  closing: AbortSignal,
): ReplyRun {
  const running = signal<Entry | undefined>(undefined);
  /** The running turn has no ids yet that a stop could name. */
  let unstored = false;
  let stopWanted = false;

  async function tell(reply: Entry, events: AsyncIterable<ReplyEvent>, turn?: StartedTurn): Promise<void> {
    running.value = reply;
    try {
      await pump(events, ports.frame, (batch) => write(reply, batch, turn));
    } catch (error) {
      if (closing.aborted || (turn && !turn.started)) throw error;
      fail(reply, error);
    } finally {
      running.value = undefined;
    }
    reply.activity.value = undefined;
    ports.onEnded(reply);
  }

  function begin({ user, reply }: LocalTurn, events: AsyncIterable<ReplyEvent>): Promise<unknown> {
    unstored = true;
    stopWanted = false;
    return new Promise((resolve) => {
      const turn: StartedTurn = {
        started: false,
        onStarted: (event) => {
          turn.started = true;
          unstored = false;
          adopt(user, event);
          resolve(undefined);
        },
      };
      tell(reply, events, turn).catch((error: unknown) => {
        if (!turn.started) entries.remove([user, reply]);
        resolve(error);
      });
    });
  }

  function write(reply: Entry, batch: ReplyEvent[], turn?: StartedTurn): void {
    let message = reply.message.peek();
    for (const event of batch) {
      reply.activity.value = activityAfter(reply.activity.peek(), event);
      if (event.type !== "lost" && event.type !== "found") message = applyEvent(message, event);
    }
    reply.message.value = message;
    const started = batch.find((event) => event.type === "started");
    if (started) turn?.onStarted(started);
  }

  /** The ids are known: the local turn becomes the stored one. */
  function adopt(user: Entry, event: StartedEvent): void {
    const { conversationId, userMessageId, messageId, title } = event;
    user.message.value = { ...user.message.peek(), id: userMessageId, conversationId };
    conversation.id.value = conversationId;
    conversation.title.value = title;
    entries.renamed(messageId);
    const at = new Date(ports.now()).toISOString();
    ports.onStarted({ id: conversationId, title, createdAt: at, updatedAt: at, pinned: false });
    if (stopWanted) void stop();
  }

  function fail(reply: Entry, error: unknown): void {
    const code = error instanceof ApiError ? error.code : "internal";
    const message = error instanceof Error ? error.message : String(error);
    reply.message.value = { ...reply.message.peek(), status: "failed", error: { code, message } };
  }

  async function stop(): Promise<void> {
    const reply = running.peek();
    if (!reply) return;
    reply.activity.value = { kind: "stopping" };
    stopWanted = true;
    if (unstored) return;
    await ports.api.stop(conversation.id.peek() ?? "").catch(() => {
      reply.activity.value = undefined;
      ports.notify({ text: ports.words().stopFailed, tone: "problem" });
    });
  }

  return { running, tell, begin, stop };
}

interface StartedTurn {
  started: boolean;
  onStarted(event: StartedEvent): void;
}

/** A stop that was asked for stays said until the end, unless there is nobody to hear it. */
function activityAfter(before: Activity | undefined, event: ReplyEvent): Activity | undefined {
  if (event.type === "lost") return { kind: "reconnecting" };
  if (before?.kind === "stopping") return before;
  return event.type === "status" ? { kind: event.status, estimateSec: event.estimateSec } : undefined;
}
