import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { openDataFolder } from "../../local/engine/data-folder";

let base: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), "data-"));
});
afterEach(() => rmSync(base, { recursive: true }));

describe("openDataFolder", () => {
  it("makes the folder and refuses it to a second stack, naming folder and process", async () => {
    const folder = path.join(base, "new", "data");
    const lock = await openDataFolder(folder);
    await expect(openDataFolder(folder)).rejects.toThrow(
      `A stack already runs on ${folder} (process ${process.pid}); stop it or choose --data`,
    );
    lock.release();
    (await openDataFolder(folder)).release();
  });

  it("says so when the folder cannot be made", async () => {
    const file = path.join(base, "file");
    writeFileSync(file, "");
    for (const folder of [file, path.join(file, "below")]) {
      await expect(openDataFolder(folder)).rejects.toThrow(`The data folder ${folder} cannot be made`);
    }
  });

  it("takes over from a process that died without releasing", async () => {
    const script = `
      const { DatabaseSync } = require("node:sqlite");
      new DatabaseSync(process.argv[1] + "/stack.lock").exec("BEGIN EXCLUSIVE");
      require("node:fs").writeFileSync(process.argv[1] + "/stack.pid", String(process.pid));
      process.kill(process.pid, "SIGKILL");`;
    writeFileSync(path.join(base, ".parley-data"), "");
    const died = spawnSync(process.execPath, ["-e", script, base]);
    expect(died.signal).toBe("SIGKILL");
    expect(existsSync(path.join(base, "stack.pid"))).toBe(true);
    (await openDataFolder(base)).release();
  });

  it("leaves a folder alone that holds other files", async () => {
    writeFileSync(path.join(base, "thesis.txt"), "");
    await expect(openDataFolder(base, true)).rejects.toThrow(
      `${base} holds other files and is not the data folder of a stack; choose another with --data`,
    );
    expect(readdirSync(base)).toEqual(["thesis.txt"]);
  });

  it("deletes its contents on a reset, but not while another stack runs on it", async () => {
    const lock = await openDataFolder(base);
    writeFileSync(path.join(base, "state.json"), "{}");
    await expect(openDataFolder(base, true)).rejects.toThrow("A stack already runs on");
    expect(existsSync(path.join(base, "state.json"))).toBe(true);
    lock.release();
    (await openDataFolder(base, true)).release();
    expect(existsSync(path.join(base, "state.json"))).toBe(false);
  });
});
