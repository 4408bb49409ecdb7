import type { ServerResponse } from "node:http";
import {
  closeMessage,
  completedMessage,
  generatingMessage,
  heartbeatMessage,
  queueMessage,
  startsMessage,
  unknownSessionMessage,
  waitingMessage,
} from "./queue-messages";
import type { ReplyEvent, Waiting } from "./reply-event";

/** A call that is on its way while the last one ends must not meet a stream that closes. */
const graceMs = 1_000;
/** Gradio's own interval. */
const heartbeatMs = 15_000;

/** What a client has been told of an event. */
interface Told {
  chars: number;
  waiting?: Waiting;
  forget: () => void;
}

/** `GET /gradio_api/queue/data`: tells one client of all its session's events, until none is left for a second. */
export class SessionStream {
  private readonly following = new Map<ReplyEvent, Told>();
  private readonly heartbeat: NodeJS.Timeout;
  private grace?: NodeJS.Timeout;
  private graceIsOver = () => {};
  /** Of a stream that has nothing to tell: resolves when it has closed, or when it has something again. */
  closing?: Promise<void>;
  /** Events that will be followed in a moment. */
  private expected = 0;
  private isLeaving = false;
  private hasTold = false;

  /** @param onTold - called with each event whose end has been written */
  constructor(
    private readonly out: ServerResponse,
    private readonly onTold: (event: ReplyEvent) => void,
  ) {
    this.heartbeat = setInterval(() => this.write(heartbeatMessage), heartbeatMs);
    out.on("drain", () => this.tellAll());
    out.once("close", () => this.stop());
    this.startGrace();
  }

  /** Follows an event once its client knows it; the stream stays open until then. */
  async followAfter(known: Promise<void>, event: ReplyEvent): Promise<void> {
    this.expected += 1;
    this.endGrace();
    await known;
    this.expected -= 1;
    this.follow(event);
  }

  follow(event: ReplyEvent): void {
    if (this.out.destroyed || this.out.writableEnded || this.following.has(event)) return;
    this.endGrace();
    const forget = event.onChange(() => this.tell(event));
    this.following.set(event, { chars: 0, forget });
    this.write(startsMessage(event));
    this.hasTold = true;
    this.tell(event);
  }

  /** Closes as soon as nothing is followed, without the second of grace: the server goes. */
  leave(): void {
    this.isLeaving = true;
    if (this.following.size + this.expected === 0) this.close();
  }

  /** Closes at once; another stream has come in its place. */
  close(): void {
    if (this.out.writableEnded) return;
    this.write(closeMessage);
    this.out.end();
    this.stop();
  }

  private tell(event: ReplyEvent): void {
    const told = this.following.get(event);
    // What a slow client has not taken yet is told in one piece, when it has.
    if (!told || this.out.writableNeedDrain) return;
    if (event.waiting !== told.waiting) this.write(waitingMessage(event));
    told.waiting = event.waiting;
    if (event.text.length > told.chars && !event.ending) {
      this.write(generatingMessage(event, told.chars));
      told.chars = event.text.length;
    }
    if (event.ending) this.tellEnd(event, told);
  }

  private tellEnd(event: ReplyEvent, told: Told): void {
    // A reply that came in one piece is a streamed one all the same: its text first, then its end.
    if (event.text.length > told.chars) this.write(generatingMessage(event, told.chars));
    this.write(completedMessage(event));
    told.forget();
    this.following.delete(event);
    this.onTold(event);
    if (this.following.size + this.expected === 0) this.startGrace();
  }

  private tellAll(): void {
    for (const event of this.following.keys()) this.tell(event);
  }

  private startGrace(): void {
    if (this.isLeaving) return this.close();
    this.endGrace();
    this.closing = new Promise((resolve) => (this.graceIsOver = resolve));
    this.grace = setTimeout(() => {
      if (!this.hasTold) this.write(unknownSessionMessage);
      this.close();
    }, graceMs);
  }

  private endGrace(): void {
    clearTimeout(this.grace);
    this.graceIsOver();
    this.closing = undefined;
  }

  private stop(): void {
    clearInterval(this.heartbeat);
    this.endGrace();
    for (const { forget } of this.following.values()) forget();
    this.following.clear();
  }

  private write(message: object): void {
    if (!this.out.destroyed && !this.out.writableEnded) this.out.write(queueMessage(message));
  }
}
