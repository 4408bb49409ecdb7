import { randomBytes } from "node:crypto";
import type { Message } from "../../contract/message";
import { Problem } from "../../contract/problem";
import type { UserApi } from "../user-api";
import type { ChatCall } from "./chat-call";
import { ReplyEvent } from "./reply-event";
import { Session } from "./session";
import { askApi } from "./api-call";
import { askerOf, fail, runTurn } from "./turn";
import type { Uploads } from "./uploads";

export interface ChatCallsPorts {
  userApi: UserApi;
  uploads: Uploads;
  /** Put behind each event's id: which server it is of. */
  idEnding: () => string;
  /** Told of what is no problem of the caller's. */
  logError: (error: unknown, message: string) => void;
}

/** A client may have this many calls that it was not told the end of. */
const maxWaiting = 1_000;
/** Sessions that are remembered; what was said in them is remembered by the API. */
const maxSessions = 10_000;
/** How long an end that nobody asks for is kept. */
const keepMs = 10 * 60_000;

/** All calls of `/chat` that this server runs, by session and by id. */
export class ChatCalls {
  private readonly sessions = new Map<string, Session>();
  private readonly events = new Map<string, ReplyEvent>();
  private readonly runs = new Set<Promise<void>>();

  constructor(private readonly ports: ChatCallsPorts) {}

  session(user: string, hash: string): Session {
    const key = JSON.stringify([user, hash]);
    const session = this.sessions.get(key) ?? new Session(user, hash);
    // The ones used last stand last.
    this.sessions.delete(key);
    this.sessions.set(key, session);
    if (this.sessions.size > maxSessions) this.forgetOldest();
    return session;
  }

  /**
   * Begins a turn. What is wrong with it, and with what was asked, is told as the event's end, which is where both
   * clients show it.
   *
   * @throws Problem `model_unavailable` for a client that has too many.
   */
  start(session: Session, readCall: () => ChatCall): ReplyEvent {
    if (session.size >= maxWaiting || session.running.size >= maxWaiting) {
      throw new Problem(
        "model_unavailable",
        `Queue is full. Max size is ${maxWaiting} and size is ${maxWaiting}.`,
      );
    }
    const id = randomBytes(16).toString("hex") + this.ports.idEnding();
    const event = new ReplyEvent(id, session.user, session.hash);
    this.events.set(id, event);
    const beside = [...session.running][0];
    session.running.add(event);
    const run = this.run(session, event, readCall, beside);
    this.runs.add(run);
    void run.finally(() => this.runs.delete(run));
    return event;
  }

  /** Resolves when each stream of the user that has nothing to tell has closed, or has something again. */
  quietStreamsClosed(user: string): Promise<unknown> | undefined {
    const theirs = [...this.sessions.values()].filter((session) => session.user === user);
    const closing = theirs.flatMap((session) => session.closing ?? []);
    return closing.length > 0 ? Promise.all(closing) : undefined;
  }

  find(id: string): ReplyEvent | undefined {
    return this.events.get(id);
  }

  /** Ends a call at the model; what has been written stays. */
  async cancel(event: ReplyEvent): Promise<void> {
    await event.until(() => event.turn !== undefined);
    if (!event.turn || event.ending) return;
    const { conversationId, messageId } = event.turn;
    const route = `/conversations/${conversationId}/stop?messageId=${messageId}`;
    await askApi(this.ports.userApi, askerOf(event), "POST", route);
  }

  /** Ends the streams that have nothing to tell; the others end with what they tell. */
  leave(): void {
    for (const session of this.sessions.values()) session.leave();
  }

  /** Resolves when no turn runs any more. */
  async done(): Promise<void> {
    await Promise.all(this.runs);
  }

  private async run(
    session: Session,
    event: ReplyEvent,
    readCall: () => ChatCall,
    beside?: ReplyEvent,
  ): Promise<void> {
    try {
      const { text, files, ...settings } = readCall();
      const sent = await this.ports.uploads.filesOf(askerOf(event), files);
      if (beside) session.base ??= this.baseOf(beside);
      const parentId = await session.base;
      const asked = {
        // Files alone are asked about by their names.
        message: text.trim() === "" ? sent.names.join(", ") : text,
        ...(sent.ids.length > 0 && { files: sent.ids }),
        ...settings,
        conversationId: session.conversationId,
        createConversation: true,
      };
      const turn = (place: object) => runTurn(this.ports.userApi, event, { ...asked, ...place });
      await turn({ parentId }).catch((error: unknown) => {
        // Two servers made the session's conversation at once, or it has just been deleted: now it stands, or is new.
        if (error instanceof Problem && ["not_found", "conflict"].includes(error.code)) return turn({});
        throw error;
      });
    } catch (error) {
      if (!(error instanceof Problem)) this.ports.logError(error, "A call could not be run.");
      fail(event, error instanceof Problem ? error.message : "Something went wrong. Please try again.");
    }
    session.running.delete(event);
    if (session.running.size === 0) session.base = undefined;
    else if (event.turn && !event.ending?.isFailed) session.base = Promise.resolve(event.turn.messageId);
    setTimeout(() => this.forget(session, event), keepMs).unref();
  }

  /** What a running turn goes on from. A call beside it does so too: no reply that is still being written is told. */
  private async baseOf(beside: ReplyEvent): Promise<string | null | undefined> {
    await beside.until(() => beside.turn !== undefined);
    if (!beside.turn || beside.ending) return undefined;
    const { conversationId, questionId } = beside.turn;
    const route = `/conversations/${conversationId}/messages/${questionId}`;
    const question = askApi<Message>(this.ports.userApi, askerOf(beside), "GET", route);
    return question.then(({ parentId }) => parentId).catch(() => undefined);
  }

  private forget(session: Session, event: ReplyEvent): void {
    this.events.delete(event.id);
    session.forget(event);
  }

  private forgetOldest(): void {
    for (const [key, session] of this.sessions) {
      if (!session.isIdle) continue;
      this.sessions.delete(key);
      return;
    }
  }
}
