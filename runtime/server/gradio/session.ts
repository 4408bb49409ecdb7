import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { ReplyEvent } from "./reply-event";
import { SessionStream } from "./session-stream";

/** One client object: what it has called here and has not been told the end of, and the stream that tells it. */
export class Session {
  private readonly untold = new Map<ReplyEvent, Promise<void>>();
  private stream?: SessionStream;
  /** Whether its client has not opened a stream yet. */
  isNew = true;
  /** What runs here now. */
  readonly running = new Set<ReplyEvent>();
  /** The newest reply that has ended, as long as others run: what they and those beside them go on from. */
  base?: Promise<string | null | undefined>;

  constructor(
    readonly user: string,
    readonly hash: string,
  ) {}

  /** The conversation of a session, the same for every server; it belongs to the user, like any other. */
  get conversationId(): string {
    return `gradio-${createHash("sha256").update(this.hash).digest("hex").slice(0, 40)}`;
  }

  get isIdle(): boolean {
    return this.running.size === 0 && this.untold.size === 0 && this.stream === undefined;
  }

  /** How many events wait for their client, running or ended. */
  get size(): number {
    return this.untold.size;
  }

  /** Resolves when its stream, which has nothing to tell, has closed or has something again; undefined for any other. */
  get closing(): Promise<void> | undefined {
    return this.stream?.closing;
  }

  /** @param answered - resolves when the client knows the event's id */
  join(event: ReplyEvent, answered: Promise<void>): void {
    this.untold.set(event, answered);
    void this.stream?.followAfter(answered, event);
  }

  /** The client does not come any more. */
  forget(event: ReplyEvent): void {
    this.untold.delete(event);
  }

  /** A client has one stream at a time: an older one is of a connection that broke. */
  open(out: ServerResponse): void {
    this.stream?.close();
    const stream = new SessionStream(out, (event) => this.untold.delete(event));
    this.stream = stream;
    this.isNew = false;
    out.once("close", () => {
      if (this.stream === stream) this.stream = undefined;
    });
    // Alone, it is the event that the client opened this stream for. Of several, some may not know their ids yet.
    const isAlone = this.untold.size === 1;
    for (const [event, answered] of this.untold) {
      if (isAlone) stream.follow(event);
      else void stream.followAfter(answered, event);
    }
  }

  /** The server goes: the stream ends with what it tells now. */
  leave(): void {
    this.stream?.leave();
  }
}
