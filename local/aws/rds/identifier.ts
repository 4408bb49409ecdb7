import { randomHex } from "../random-id";
import type { Registration } from "../service";

/** The identifier that the program gives under `input`, else that of the run before, else one made of the name. */
export function identifierOf({ inputs, name, previous }: Registration, input: string): string {
  return inputs[input] ?? previous?.outputs[input] ?? `${name}-${randomHex(7)}`;
}
