import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { Props } from "../../local/aws/service";
import { materializeArchive } from "../../local/engine/archive";
import { resourcesOf } from "./registrations";

const folder = mkdtempSync(path.join(tmpdir(), "parley-archives-"));
afterAll(() => rmSync(folder, { recursive: true }));

const functions = resourcesOf("aws:lambda/function:Function");
const bundles: Record<string, string> = {
  "functions-authorizer": "authorizer",
  "functions-chat": "chat",
  "functions-conversations": "conversations",
  "functions-files": "files",
  "functions-keys": "keys",
  "functions-openai": "openai",
};

/** Loaded when there is a file to read, and not before. */
const fileReader = "dist/lambda/file-reader.js";
const runTurns = new Set(["functions-chat", "functions-openai"]);

describe("The archive of a function", () => {
  it("stands for each of the functions", () => {
    expect(functions.map(({ name }) => name).sort()).toEqual(Object.keys(bundles));
  });

  it.each(functions)(
    "holds the closure, its bundle and the bundle's map, what reads files where turns run, nothing else: $name",
    async ({ name, inputs }) => {
      const files = await unpack(name, inputs.code);
      const bundle = `dist/lambda/${bundles[name]}.js`;
      const names = files.map((file) => path.relative(path.join(folder, name), file));
      const more = runTurns.has(name) ? [fileReader] : [];
      expect(names.sort()).toEqual(["__index.js", bundle, `${bundle}.map`, ...more].sort());
    },
  );

  it.each(functions)("is smaller than 450 kB without what reads files: $name", async ({ name, inputs }) => {
    const all = await unpack(name, inputs.code);
    const files = all.filter((file) => !file.endsWith(fileReader));
    const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
    expect(bytes).toBeLessThan(450_000);
  });
});

async function unpack(name: string, code: Props): Promise<string[]> {
  const target = path.join(folder, name);
  await materializeArchive(code, path.resolve(__dirname, "../.."), target);
  return readdirSync(target, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(target, file))
    .filter((file) => statSync(file).isFile());
}
