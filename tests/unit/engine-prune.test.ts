import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ProtectedError } from "../../local/engine/protected-error";
import { pruneState } from "../../local/engine/prune";
import { State } from "../../local/engine/state";
import { TestBackend } from "./fixtures/engine-backend";

const prefix = "urn:pulumi:dev::fixture::test:index:Thing::";

let folder: string;
let state: State;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "prune-"));
  state = await State.open(folder);
});
afterEach(async () => {
  await state.flush();
  rmSync(folder, { recursive: true });
});

/** As an earlier run left it. */
function remember(name: string, protect: boolean): void {
  state.put({
    urn: `${prefix}${name}`,
    type: "test:index:Thing",
    name,
    parent: "",
    custom: true,
    remote: false,
    external: false,
    id: `${name}-id`,
    provider: "",
    dependencies: [],
    propertyDependencies: {},
    formerUrns: [],
    protect,
    retainOnDelete: false,
    inputs: {},
    outputs: {},
  });
}

describe("What the program no longer registers", () => {
  it("is kept whole when a part of it is protected, also what would have gone before that", async () => {
    remember("cluster", true);
    remember("instance", false);
    const backend = new TestBackend();
    const pruning = pruneState(state, backend, new Map(), () => undefined);
    await expect(pruning).rejects.toThrow(new ProtectedError("test:index:Thing", "cluster"));
    expect(backend.deleted).toEqual([]);
    expect(state.without(new Set()).map(({ id }) => id)).toEqual(["instance-id", "cluster-id"]);
  });

  it("is deleted, the newest first, when a run has taken the protection away", async () => {
    remember("cluster", true);
    remember("instance", false);
    remember("cluster", false);
    remember("instance", false);
    const backend = new TestBackend();
    await pruneState(state, backend, new Map(), () => undefined);
    expect(backend.deleted.map(({ id }) => id)).toEqual(["instance-id", "cluster-id"]);
    expect(state.without(new Set())).toEqual([]);
  });
});
