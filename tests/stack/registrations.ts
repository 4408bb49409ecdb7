import { inject } from "vitest";
import type { ResourceRecord } from "../../local/engine/resource-record";
import { plainProps } from "../../local/engine/wire";

/** All resources of one type, inputs without the wrappers of secrets. */
export function resourcesOf(type: string): ResourceRecord[] {
  return all().filter((resource) => resource.type === type);
}

/** The one resource of a type. */
export function resourceOf(type: string): ResourceRecord {
  const found = resourcesOf(type);
  if (found.length !== 1 || !found[0])
    throw new Error(`${found.length} resources of type ${type}, expected one`);
  return found[0];
}

/** Every resource that the program registers. */
export function all(): ResourceRecord[] {
  return inject("resources").map((resource) => ({ ...resource, inputs: plainProps(resource.inputs) }));
}
