import type { Backend } from "./backend";
import type { DeployEvent } from "./event";
import { ProgramError } from "./program-error";
import { ProtectedError } from "./protected-error";
import type { ResourceRecord } from "./resource-record";
import type { State, StoredResource } from "./state";
import { nameOf } from "./urn";
import { plainProps } from "./wire";

/**
 * Deletes what an earlier run made and this one did not register, newest first. Refuses, before deleting anything, when
 * one of these resources is protected.
 *
 * @throws ProtectedError
 */
export async function pruneState(
  state: State,
  backend: Backend,
  registered: ReadonlyMap<string, ResourceRecord>,
  onEvent: (event: DeployEvent) => void,
): Promise<void> {
  const gone = state.without(new Set(registered.keys()));
  const locked = gone.find((resource) => resource.protect && !resource.retainOnDelete);
  if (locked) throw new ProtectedError(locked.type, nameOf(locked.urn));
  for (const resource of gone) {
    if (!resource.retainOnDelete) await deleteOne(resource, backend, onEvent);
    state.remove(resource.urn);
  }
}

async function deleteOne(
  resource: StoredResource,
  backend: Backend,
  onEvent: (event: DeployEvent) => void,
): Promise<void> {
  const { urn, type, id } = resource;
  const step = { urn, type, name: nameOf(urn) };
  const start = performance.now();
  const elapsedMs = () => Math.round(performance.now() - start);
  onEvent({ kind: "deleting", ...step });
  try {
    await backend.delete(type, id, plainProps(resource.outputs));
  } catch (error) {
    const message = (error as Error).message;
    onEvent({ kind: "failed", ...step, message, elapsedMs: elapsedMs() });
    throw new ProgramError(`${type} "${step.name}" cannot be deleted: ${message}`, { cause: error });
  }
  onEvent({ kind: "deleted", ...step, elapsedMs: elapsedMs() });
}
