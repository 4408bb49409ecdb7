import { randomUUID } from "node:crypto";

import type { ChatRequest } from "./chat-request";

export type CompletionEnd = "stop" | "length" | "tool_calls";

/** Writes answers in OpenAI's form, with the fields and the framing of vLLM. */
export class Completion {
  readonly #id = `chatcmpl-${randomUUID()}`;
  readonly #createdSec = Math.floor(Date.now() / 1000);
  readonly #request: ChatRequest;

  constructor(request: ChatRequest) {
    this.#request = request;
  }

  /** A chunk that adds to the message: `{ content: "Hi" }`. */
  delta(delta: object): Buffer {
    return this.#chunk([{ index: 0, delta, logprobs: null, finish_reason: null }]);
  }

  end(finishReason: CompletionEnd): Buffer {
    return this.#chunk([{ index: 0, delta: {}, logprobs: null, finish_reason: finishReason }]);
  }

  usage(completionTokens: number): Buffer {
    return this.#chunk([], { usage: this.#usage(completionTokens) });
  }

  done(): Buffer {
    return Buffer.from("data: [DONE]\n\n");
  }

  /** The whole answer, when no stream was asked for. */
  whole(message: object, completionTokens: number, finishReason: CompletionEnd): Buffer {
    const answer = {
      ...this.#head("chat.completion"),
      choices: [
        { index: 0, message: { role: "assistant", ...message }, logprobs: null, finish_reason: finishReason },
      ],
      usage: this.#usage(completionTokens),
    };
    return Buffer.from(JSON.stringify(answer));
  }

  #chunk(choices: object[], more: object = {}): Buffer {
    const chunk = { ...this.#head("chat.completion.chunk"), choices, ...more };
    return Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`);
  }

  #head(object: string): object {
    return { id: this.#id, object, created: this.#createdSec, model: this.#request.model };
  }

  #usage(completionTokens: number): object {
    const { promptTokens } = this.#request;
    return {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    };
  }
}
