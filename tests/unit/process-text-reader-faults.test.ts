import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { buildSync } from "esbuild";
import { afterAll, expect, it } from "vitest";
import { createProcessTextReader } from "../../runtime/adapters/process-text-reader";
import { Problem } from "../../runtime/contract/problem";
import { createListLogger } from "./fakes/list-logger";

const programDir = path.resolve(__dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "parley-reader-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a text by a script of this content, or by none. Gives the error. */
async function faultOf(name: string, content?: string): Promise<unknown> {
  const script = path.join(folder, name);
  if (content !== undefined) writeFileSync(script, content);
  const logger = createListLogger();
  const reader = createProcessTextReader({ logger, script });
  const bytes = new TextEncoder().encode("secret");
  const error = await reader.read(bytes, "secret.txt", 60_000).catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(Problem);
  expect(String((error as Error).stack)).not.toContain("secret");
  return error;
}

it("is our fault where it cannot be loaded, and says why", async () => {
  expect(await faultOf("missing.js")).toMatchObject({
    message: expect.stringMatching(
      /^the process that reads a file ended \(1\): [^]*Cannot find module '.*missing\.js'/,
    ),
  });
});

it("is our fault where it ends without an answer, whatever it was told to read", async () => {
  expect(await faultOf("quiet.js", 'process.once("message", () => process.exit(7))')).toMatchObject({
    message: "the process that reads a file ended (7): ",
  });
  const unwatched = 'process.once("message", () => { throw new Error("no thread could be started"); })';
  expect(await faultOf("unwatched.js", unwatched)).toMatchObject({
    message: expect.stringMatching(
      /^the process that reads a file ended \(1\): [^]*Error: no thread could be started/,
    ),
  });
});

it("goes on where no process can be started, since no file can be opened", async () => {
  const outfile = path.join(folder, "reader.js");
  const entry = path.join(programDir, "runtime/adapters/process-text-reader.ts");
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: "node", logLevel: "error" });
  const main = path.join(folder, "main.js");
  writeFileSync(
    main,
    `const { openSync } = require("node:fs");
    const { createProcessTextReader } = require("./reader.js");
    const reader = createProcessTextReader({ logger: {}, script: "reader.js" });
    try { for (;;) openSync("/dev/null"); } catch {}
    const read = reader.read(new Uint8Array(1), "a.txt", 60_000);
    read.catch(({ message }) => setImmediate(() => console.log(message)));`,
  );
  // Less than a file has to be read: no timer stays either.
  const run = promisify(execFile)("sh", ["-c", 'ulimit -n 100; exec "$0" "$1"', process.execPath, main], {
    timeout: 10_000,
  });
  expect((await run).stdout).toBe(`spawn ${process.execPath} EMFILE\n`);
});
