import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Cloud } from "../../local/aws/cloud";
import { openDataFolder } from "../../local/engine/data-folder";
import { State } from "../../local/engine/state";
import { startStack, type StackOptions } from "../../local/stack";
import { TestBackend } from "./fixtures/engine-backend";

// The stack is tried with a cloud of the test; the real one is large.
vi.mock("../../local/aws/cloud", () => ({ createCloud: undefined }));

/** A cloud without services. */
class TestCloud extends TestBackend {
  readonly endpoint = "http://127.0.0.1:4566";
  readonly place = { accountId: "000000000000", region: "us-east-1" };
  readonly aliases = new Map([["arn:first", "local:first"]]);
  readonly calls: string[] = [];

  async start(): Promise<void> {
    this.calls.push("start");
  }

  async stop(): Promise<void> {
    this.calls.push("stop");
  }
}

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "stack-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function options(cloud: TestCloud, mode: string): StackOptions {
  return {
    programDir: path.join(__dirname, "fixtures", "engine-program"),
    dataDir,
    ports: { chat: 0, invoke: 0, aws: 0 },
    config: { mode, password: "hunter2" },
    createCloud: () => Promise.resolve(cloud as unknown as Cloud),
  };
}

describe("startStack", () => {
  it("starts the cloud after the program and gives its outputs with local addresses", async () => {
    const cloud = new TestCloud();
    const stack = await startStack(options(cloud, ""));
    expect(stack.outputs).toMatchObject({
      arn: { value: "local:first", secret: false },
      awsEndpoint: { value: "http://127.0.0.1:4566", secret: false },
      region: { value: "us-east-1", secret: false },
    });
    expect((await State.open(dataDir)).outputs).toEqual(stack.outputs);
    expect(cloud.calls).toEqual(["start"]);
    await expect(startStack(options(new TestCloud(), ""))).rejects.toThrow("A stack already runs on");
    await Promise.all([stack.stop(), stack.stop()]);
    expect(cloud.calls).toEqual(["start", "stop"]);
    (await openDataFolder(dataDir)).release();
  });

  it("ends a start that waits for the cloud when it is aborted", async () => {
    const cloud = new TestCloud();
    const abort = new AbortController();
    cloud.start = () => {
      abort.abort();
      return new Promise(() => {});
    };
    const starting = startStack({ ...options(cloud, ""), signal: abort.signal });
    await expect(starting).rejects.toMatchObject({ name: "AbortError" });
    expect(cloud.calls).toEqual(["stop"]);
    (await openDataFolder(dataDir)).release();
  });

  it("leaves nothing running and the folder free when the program fails", async () => {
    const cloud = new TestCloud();
    await expect(startStack(options(cloud, "broken"))).rejects.toThrow('test:index:Broken "broken" failed');
    expect(cloud.calls).toEqual(["stop"]);
    (await openDataFolder(dataDir)).release();
  });
});
