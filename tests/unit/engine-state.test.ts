import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { ResourceRecord } from "../../local/engine/resource-record";
import { State } from "../../local/engine/state";
import { secret } from "../../local/engine/wire";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "state-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function record(urn: string, rest: Partial<ResourceRecord> = {}): ResourceRecord {
  return {
    urn,
    type: "test:index:Thing",
    name: urn,
    parent: "",
    custom: true,
    remote: false,
    external: false,
    id: `${urn}-id`,
    provider: "",
    dependencies: [],
    propertyDependencies: {},
    formerUrns: [],
    protect: false,
    retainOnDelete: false,
    inputs: {},
    outputs: {},
    ...rest,
  };
}

describe("State", () => {
  it("gives back resources and outputs after a restart", async () => {
    const first = await State.open(folder);
    first.put(record("a", { outputs: { key: secret("s3cret"), arn: "arn" } }));
    first.setOutputs({ url: { value: "http://x", secret: false }, key: { value: "s3cret", secret: true } });
    await first.flush();
    const second = await State.open(folder);
    expect(second.previous(["a"])).toEqual({
      urn: "a",
      type: "test:index:Thing",
      id: "a-id",
      protect: false,
      retainOnDelete: false,
      outputs: { key: secret("s3cret"), arn: "arn" },
    });
    expect(second.outputs).toEqual({
      url: { value: "http://x", secret: false },
      key: { value: "s3cret", secret: true },
    });
  });

  it("writes no secret in plain, and only for the owner", async () => {
    const state = await State.open(folder);
    state.put(record("a", { outputs: { deep: [{ key: secret({ password: "s3cret" }) }] } }));
    state.setOutputs({ key: { value: "s3cret", secret: true } });
    await state.flush();
    expect(readFileSync(path.join(folder, "state.json"), "utf8")).not.toContain("s3cret");
    const modeOf = (name: string) => statSync(path.join(folder, name)).mode & 0o777;
    const modes = Object.fromEntries(readdirSync(folder).map((name) => [name, modeOf(name)]));
    expect(modes).toEqual({ "secret.key": 0o600, "state.json": 0o600 });
  });

  it("lists what is not registered any more, newest first", async () => {
    const state = await State.open(folder);
    for (const urn of ["a", "b", "c", "a"]) state.put(record(urn));
    await state.flush();
    expect(state.without(new Set(["c"])).map(({ urn }) => urn)).toEqual(["a", "b"]);
  });

  it("knows a resource under its former name until it is put again", async () => {
    const state = await State.open(folder);
    state.put(record("old"));
    expect(state.previous(["new", "old"])?.id).toBe("old-id");
    state.put(record("new", { formerUrns: ["old"] }));
    await state.flush();
    expect(state.previous(["old"])).toBeUndefined();
    expect(state.without(new Set(["new"]))).toEqual([]);
  });

  it("names the file when it is damaged", async () => {
    writeFileSync(path.join(folder, "state.json"), "{");
    await expect(State.open(folder)).rejects.toThrow(`${path.join(folder, "state.json")} is damaged`);
  });

  it("says when a secret was sealed with another key", async () => {
    const state = await State.open(folder);
    state.setOutputs({ key: { value: "s3cret", secret: true } });
    await state.flush();
    writeFileSync(path.join(folder, "secret.key"), Buffer.alloc(32));
    await expect(State.open(folder)).rejects.toThrow(
      `A secret of the state cannot be decrypted with ${path.join(folder, "secret.key")}`,
    );
  });

  it("reports a file that cannot be written", async () => {
    const state = await State.open(folder);
    rmSync(folder, { recursive: true });
    state.setOutputs({});
    await expect(state.flush()).rejects.toThrow(`${path.join(folder, "state.json")} cannot be written`);
    folder = mkdtempSync(path.join(tmpdir(), "state-"));
  });
});
