import type { Props, Registration } from "../aws/service";

/** What a remote component asks for: a child below it, made by the same backend. */
export type RegisterChild = (
  type: string,
  name: string,
  inputs: Props,
  /** @default - the component itself */
  parent?: string,
) => Promise<{ urn: string; id: string; outputs: Props }>;

/** Where the engine makes resources. Inputs are plain; outputs may hold `secret()` and `reference()` of `wire.ts`. */
export interface Backend {
  create(registration: Registration): Promise<{ id: string; outputs: Props }>;
  /** The program does not register it any more. */
  delete(type: string, id: string, outputs: Props): Promise<void>;
  /** Looks up what stands already (`X.get()` in a program). */
  read(type: string, id: string, inputs: Props): Promise<Props>;
  /** Answers a provider's function: `aws:ssm/getParameter:getParameter`. */
  invoke(token: string, args: Props): Promise<Props>;
  /**
   * Builds a remote component (awsx) out of children and answers with its outputs, which may hold
   * `reference(child.urn, child.id)`.
   */
  construct(type: string, name: string, inputs: Props, register: RegisterChild): Promise<Props>;
}
