import { Problem } from "../contract/problem";

/** The model cannot follow the request as it is: a prompt longer than its window, a schema that it does not know. */
export class ModelRefusal extends Problem {
  /** @param words - the model server's own, made for whoever wrote the request */
  constructor(
    readonly words: string,
    options?: ErrorOptions,
  ) {
    super("model_error", "The model failed. Try again.", options);
  }
}
