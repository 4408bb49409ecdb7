import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Deployment, deploy, type DeployOptions } from "../../local/engine/deploy";
import type { DeployEvent } from "../../local/engine/event";
import { ProgramError } from "../../local/engine/program-error";
import { State } from "../../local/engine/state";
import { secret } from "../../local/engine/wire";
import { TestBackend } from "./fixtures/engine-backend";

const programDir = path.join(__dirname, "fixtures", "engine-program");

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "deploy-"));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

function run(mode: string, backend: TestBackend, rest: Partial<DeployOptions> = {}): Promise<Deployment> {
  return deploy({
    programDir,
    project: "fixture",
    stack: "dev",
    config: { "fixture:mode": mode, "fixture:password": "hunter2" },
    secretKeys: ["fixture:password"],
    backend,
    cacheDir: path.join(dataDir, "cache"),
    ...rest,
  });
}

/** Where a piece of code stands in the program. */
function placeOf(code: string): string {
  const lines = readFileSync(path.join(programDir, "index.ts"), "utf8").split("\n");
  return `index.ts:${lines.findIndex((line) => line.includes(code)) + 1}`;
}

async function failureOf(mode: string): Promise<Error> {
  return run(mode, new TestBackend()).then(
    () => new Error("it did not fail"),
    (error: Error) => error,
  );
}

describe("a program under the engine", () => {
  const backend = new TestBackend();
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await run("", backend, { state: await State.open(dataDir) });
  });

  it("gets its outputs through resources, components, references, lookups and invokes", () => {
    expect(deployment.outputs).toEqual({
      arn: { value: "arn:first", secret: false },
      memberArn: { value: "arn:group-member", secret: false },
      innerSize: { value: 4, secret: false },
      foundSize: { value: 8, secret: false },
      answer: { value: "test:index:ask size", secret: false },
      password: { value: "hunter2", secret: true },
      secondId: { value: "second-id", secret: false },
      parts: { value: { open: 1, closed: "kept-closed" }, secret: true },
    });
  });

  it("has its registrations kept with secrets marked, parents and dependencies", () => {
    const byName = new Map(deployment.resources.map((resource) => [resource.name, resource]));
    expect(byName.get("first")).toMatchObject({
      type: "test:index:Thing",
      id: "first-id",
      inputs: { size: 2, password: secret("hunter2") },
    });
    expect(byName.get("group-member")?.parent).toBe("urn:pulumi:dev::fixture::fixture:index:Group::group");
    expect(byName.get("extra")).toMatchObject({
      dependencies: ["urn:pulumi:dev::fixture::test:index:Thing::first"],
      propertyDependencies: { of: ["urn:pulumi:dev::fixture::test:index:Thing::first"] },
      outputs: { token: secret("token-extra") },
    });
    expect(byName.get("second")?.dependencies).toEqual(["urn:pulumi:dev::fixture::test:index:Thing::extra"]);
    expect(byName.get("group-member")?.source).toBe(placeOf("this.member = new Thing"));
  });

  it("has its warnings and its prints collected", () => {
    expect(deployment.logs).toEqual([
      { severity: "info", message: "hello from the program" },
      { severity: "warning", message: "Mind the gap" },
    ]);
  });

  it("leaves no secret in its state file", () => {
    expect(readFileSync(path.join(dataDir, "state.json"), "utf8")).not.toMatch(
      /hunter2|kept-closed|key-first|token-extra/,
    );
  });

  it("finds what it had in the next run, also under another name, and loses what it no longer registers", async () => {
    const again = new TestBackend();
    const events: DeployEvent[] = [];
    const state = await State.open(dataDir);
    await run("renamed", again, { state, onEvent: (event) => void events.push(event) });
    expect(again.registration("first")?.previous).toEqual({
      id: "first-id",
      outputs: { size: 2, password: "hunter2", arn: "arn:first", token: "token-first", key: "key-first" },
    });
    expect(again.registration("club-member")?.previous?.id).toBe("group-member-id");
    expect(again.deleted.map(({ id }) => id)).toEqual(["second-id"]);
    const ends = events.flatMap((event) => (event.kind === "created" && event.isNew ? [event.name] : []));
    expect(ends).toEqual([]);
  });
});

describe("a program that fails", () => {
  it("names the resource, the backend's words and the line of the program", async () => {
    const error = await failureOf("broken");
    expect(error).toBeInstanceOf(ProgramError);
    expect(error.message.split("\n").map((line) => line.trim())).toEqual([
      'test:index:Broken "broken" failed: ValidationException: size must be 1 or 2, not 3',
      `at ${placeOf('new Thing("broken"')}`,
      '? new Thing("broken", { size: 3 }, { parent: group }, "Broken")',
    ]);
  });

  it("names its own error and where it was thrown", async () => {
    const error = await failureOf("throw");
    expect(error).toBeInstanceOf(ProgramError);
    expect(error.message.split("\n").map((line) => line.trim())).toEqual([
      "Error: The program does not like this mode",
      `at ${placeOf('mode === "throw"')}`,
      'if (mode === "throw") throw new Error("The program does not like this mode");',
    ]);
  });

  it("is ended when the deployment is aborted", async () => {
    const signal = AbortSignal.abort();
    await expect(run("", new TestBackend(), { signal })).rejects.toThrow("The deployment was interrupted");
  });
});
