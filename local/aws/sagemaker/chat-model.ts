/** What runs in the container of an endpoint: an OpenAI-compatible chat completion server, as vLLM is one. */
export interface ChatModel {
  /**
   * Answers one chat completion request, as JSON or as server-sent events. `bytes` is given before the first token is
   * there; iterating it may throw {@link ModelFailure} in the middle.
   *
   * @param body OpenAI's chat body, as it was sent.
   * @param signal Aborted when nobody waits for the answer any more; the model then stops at once.
   * @throws ModelFailure when no answer begins
   */
  respond(body: Buffer, signal: AbortSignal): Promise<ModelAnswer>;
}

export interface ModelAnswer {
  contentType: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** An error of the model, not of the cloud around it. */
export class ModelFailure extends Error {
  constructor(
    /** HTTP status of the model's server. */
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = "ModelFailure";
  }
}
