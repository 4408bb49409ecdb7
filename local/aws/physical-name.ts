import { randomHex } from "./random-id";
import type { Registration } from "./service";

/**
 * The name a resource has in the cloud: the one the program gives, else the one of the run before, else the logical
 * name with seven random hex digits, as Pulumi's auto-naming does.
 */
export function physicalName(registration: Registration): string {
  const { inputs, name, previous } = registration;
  if (inputs.name) return inputs.name;
  if (previous?.outputs.name) return previous.outputs.name;
  return `${inputs.namePrefix ?? `${name}-`}${randomHex(7)}`;
}
