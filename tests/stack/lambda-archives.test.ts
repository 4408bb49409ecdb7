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

describe("The archive of a function", () => {
  it("stands for each of the functions", () => {
    expect(functions.map(({ name }) => name).sort()).toEqual(Object.keys(bundles));
  });

  it.each(functions)(
    "holds the closure, its bundle and the bundle's map, nothing else: $name",
    async ({ name, inputs }) => {
      const files = await unpack(name, inputs.code);
      const bundle = `dist/lambda/${bundles[name]}.js`;
      expect(files.map((file) => path.relative(path.join(folder, name), file)).sort()).toEqual([
        "__index.js",
        bundle,
        `${bundle}.map`,
      ]);
    },
  );

  it.each(functions)("is smaller than 400 kB: $name", async ({ name, inputs }) => {
    const files = await unpack(name, inputs.code);
    const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
    expect(bytes).toBeLessThan(400_000);
  });
});

async function unpack(name: string, code: Props): Promise<string[]> {
  const target = path.join(folder, name);
  await materializeArchive(code, path.resolve(__dirname, "../.."), target);
  return readdirSync(target, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(target, file))
    .filter((file) => statSync(file).isFile());
}
