/** How a reply ended: with its text, or with what went wrong. */
export type ReplyEnding = { isFailed: false } | { isFailed: true; message: string };

/** Nothing to show yet: the place in the queue, and how long it may take. */
export interface Waiting {
  position: number;
  etaSec?: number;
}

/** What Gradio calls an event: one call of `/chat`, from its joining to its end, whoever follows it. */
export class ReplyEvent {
  text = "";
  waiting?: Waiting;
  ending?: ReplyEnding;
  /** Where the API keeps the turn; known when it has begun there. */
  turn?: { conversationId: string; questionId: string; messageId: string };
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly id: string,
    readonly user: string,
    readonly sessionHash: string,
  ) {}

  /** Calls back after each change. @returns what ends that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  changed(change: Partial<Pick<ReplyEvent, "text" | "waiting" | "ending" | "turn">>): void {
    Object.assign(this, change);
    for (const listener of this.listeners) listener();
  }

  /** Resolves when this holds, or at the end. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!condition() && !this.ending) return;
        forget();
        resolve();
      };
      const forget = this.onChange(look);
      look();
    });
  }
}
