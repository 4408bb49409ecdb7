import type { FinishReason, Message, Usage } from "../contract/message";
import { Problem } from "../contract/problem";
import type { StreamEvent } from "../contract/stream-event";
import type { Clock, Logger, ModelClient, ModelRequest, ReplyEnd } from "../ports";
import { applyEvent } from "./apply-event";
import type { TurnSettings } from "./asked-settings";
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
        this.measure(event.type);
        this.message = applyEvent(this.message, event);
        yield event;
      }
    } catch (error) {
      if (!stop.aborted) this.ending = failed(this.ports.logger, this.message, error);
    }
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
    return this.ending.usage ?? estimateUsage(prompt.messages, reasoning + text);
  }

  private finish({ reason, usage, model }: { reason: FinishReason; usage?: Usage; model?: string }): void {
    this.ending = {
      status: "complete",
      finishReason: reason,
      usage,
      model: model ?? this.ports.settings.model,
    };
  }

  /** Thinking lasts from the first thought to the first word after it. */
  private measure(type: "reasoning" | "text"): void {
    const now = this.ports.clock();
    if (type === "reasoning") this.thinkingSince ??= now;
    else if (this.thinkingSince !== undefined) this.thoughtMs ??= now - this.thinkingSince;
  }
}

/** A stream that ends without `finish` was cut: part of a reply must not pass for the whole. */
async function* finishing<T extends { type: string }>(stream: AsyncIterable<T>): AsyncGenerator<T, void> {
  for await (const event of stream) {
    yield event;
    if (event.type === "finish") return;
  }
  throw new Problem("model_error", "The model failed. Try again.", {
    cause: new Error("the stream ended without a finish reason"),
  });
}

/** The model's own words are for the log: they may hold a path, a host or a part of the prompt. */
function failed(logger: Logger, { conversationId, id }: Message, error: unknown): ReplyOutcome {
  logger.error({ error, conversationId, messageId: id }, "the model failed");
  const shown = error instanceof Problem ? error : new Problem("model_error", "The model failed. Try again.");
  return {
    status: "failed",
    finishReason: "error",
    error: { code: shown.code, message: shown.message },
  };
}
