import type { ModelClient, ModelEvent, ModelRequest } from "../../../runtime/ports";

/** What the model does next: says something, fails, waits for a promise, or is silent until it is stopped. */
export type Step = ModelEvent | Error | Promise<unknown> | (() => Promise<unknown>) | "silence";

export interface ScriptedModel extends ModelClient {
  readonly requests: ModelRequest[];
  /** How many streams were ended before they were at their end. */
  readonly aborted: number;
}

export const say = (text: string): ModelEvent => ({ type: "text", text });
export const finish: ModelEvent = {
  type: "finish",
  reason: "stop",
  usage: { promptTokens: 7, completionTokens: 3 },
};

/** A model that follows a script. */
export function createScriptedModel(...steps: Step[]): ScriptedModel {
  const requests: ModelRequest[] = [];
  const model = { requests, aborted: 0, stream };

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    requests.push(request);
    for (const scripted of steps) {
      const step = typeof scripted === "function" ? scripted() : scripted;
      if (step === "silence" || step instanceof Promise) {
        await Promise.race([aborted(signal), step === "silence" ? new Promise(() => {}) : step]);
      }
      if (signal.aborted) {
        model.aborted++;
        throw new Error("aborted");
      }
      if (step instanceof Error) throw step;
      if (step !== "silence" && !(step instanceof Promise)) yield step;
    }
  }
  return model;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
}
