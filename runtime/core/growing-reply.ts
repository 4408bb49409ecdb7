import type { Message, Usage } from "../contract/message";
import { Problem } from "../contract/problem";
import type { StreamEvent } from "../contract/stream-event";
import type { Clock, Logger, ModelClient, ModelEvent, ModelRequest, ReplyEnd } from "../ports";
import { applyEvent } from "./apply-event";
import type { TurnSettings } from "./asked-settings";
import { finishing } from "./finishing";
import { estimateUsage } from "./token-use";

export interface ReplyPorts {
  settings: TurnSettings;
  model: ModelClient;
  clock: Clock;
  logger: Logger;
}

export type ReplyOutcome = Pick<
  ReplyEnd,
  "status" | "finishReason" | "usage" | "error" | "model" | "reasoningMs"
>;

type Said = Extract<ModelEvent, { type: "reasoning" | "text" }>;

/** A reply while the model writes it. */
export class GrowingReply {
  /** Stands when the stream ends before the model has finished: by a stop, or because the consumer went away. */
  private ending: ReplyOutcome = { status: "stopped", finishReason: "stopped" };
  private thinkingSince?: number;
  private thoughtMs?: number;

  /** @param message - the reply as it stands; empty at first */
  constructor(
    private readonly ports: ReplyPorts,
    public message: Message,
  ) {}

  /**
   * Asks the model and tells what it says. Iterate to the end, or leave: the generation then ends at the model.
   * Never throws: what fails is in the {@link outcome}.
   */
  async *grow(prompt: ModelRequest, stop: AbortSignal): AsyncGenerator<StreamEvent, void> {
    try {
      for await (const event of finishing(this.ports.model.stream(prompt, stop))) {
        if (stop.aborted) return;
        if (event.type === "finish") {
          this.finish(event);
          return;
        }
        // The chat offers the model no tools.
        if (event.type === "tool_call") continue;
        this.add(event);
        yield event;
      }
    } catch (error) {
      if (stop.aborted) return;
      const { conversationId, id } = this.message;
      this.ports.logger.error({ error, conversationId, messageId: id }, "the model failed");
      this.fail(error);
    }
  }

  /** More of what the model says. */
  add(event: Said): void {
    this.measure(event.type);
    this.message = applyEvent(this.message, event);
  }

  /** The model has finished. */
  finish({ reason, usage, model }: Extract<ModelEvent, { type: "finish" }>): void {
    this.ending = {
      status: "complete",
      finishReason: reason === "length" ? "length" : "stop",
      usage,
      model: model ?? this.ports.settings.model,
    };
  }

  /** The model has failed. Its own words are for the log: they may hold a path, a host or a part of the prompt. */
  fail(error: unknown): void {
    const shown =
      error instanceof Problem ? error : new Problem("model_error", "The model failed. Try again.");
    const { code, message } = shown;
    this.ending = { status: "failed", finishReason: "error", error: { code, message } };
  }

  /** How the reply ended; to be asked when it has. */
  outcome(): ReplyOutcome {
    if (this.thinkingSince !== undefined) this.thoughtMs ??= this.ports.clock() - this.thinkingSince;
    return { ...this.ending, ...(this.thoughtMs !== undefined && { reasoningMs: this.thoughtMs }) };
  }

  /**
   * What it took: as the model says, else, when it was stopped or failed, estimated from what was said. Nothing when
   * nothing came: then the model was not reached, or gave up before its first word.
   */
  used(prompt: ModelRequest): Usage {
    const { text, reasoning = "" } = this.message;
    return this.ending.usage ?? estimateUsage(prompt, reasoning + text);
  }

  /** Thinking lasts from the first thought to the first word after it. */
  private measure(type: "reasoning" | "text"): void {
    const now = this.ports.clock();
    if (type === "reasoning") this.thinkingSince ??= now;
    else if (this.thinkingSince !== undefined) this.thoughtMs ??= now - this.thinkingSince;
  }
}
