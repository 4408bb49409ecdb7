import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { materializeArchive, readAsset } from "../../local/engine/archive";
import { secret, signatureKey, signatures } from "../../local/engine/wire";

const asset = (rest: object) => ({ [signatureKey]: signatures.asset, ...rest });
const archive = (rest: object) => ({ [signatureKey]: signatures.archive, ...rest });

let base: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), "archive-"));
  mkdirSync(path.join(base, "dist"));
  writeFileSync(path.join(base, "dist", "bundle.cjs"), "bundle");
});
afterEach(() => rmSync(base, { recursive: true }));

describe("materializeArchive", () => {
  it("writes texts, files and nested archives to the places their names say", async () => {
    const out = path.join(base, "out");
    const assets = {
      "__index.js": asset({ text: "exports.handler = 1" }),
      "lib/one.cjs": asset({ path: "dist/bundle.cjs" }),
      nested: archive({ path: "dist" }),
    };
    await materializeArchive(secret(archive({ assets })), base, out);
    expect(new Set(readdirSync(out, { encoding: "utf8", recursive: true }))).toEqual(
      new Set(["__index.js", "lib", "lib/one.cjs", "nested", "nested/bundle.cjs"]),
    );
    expect(readFileSync(path.join(out, "__index.js"), "utf8")).toBe("exports.handler = 1");
    expect(readFileSync(path.join(out, "nested/bundle.cjs"), "utf8")).toBe("bundle");
  });

  it("refuses an entry that lies outside the archive", async () => {
    const bad = archive({ assets: { "../evil.js": asset({ text: "" }) } });
    await expect(materializeArchive(bad, base, path.join(base, "out"))).rejects.toThrow(
      'The archive entry "../evil.js" lies outside the archive',
    );
    expect(readdirSync(base).toSorted()).toEqual(["dist", "out"]);
  });

  it("names a folder that is not there", async () => {
    await expect(materializeArchive(archive({ path: "gone" }), base, path.join(base, "out"))).rejects.toThrow(
      `A file archive must be a folder that exists: ${path.join(base, "gone")}`,
    );
  });

  it("refuses a remote archive", async () => {
    const remote = archive({ uri: "https://example.com/a.zip" });
    await expect(materializeArchive(remote, base, path.join(base, "out"))).rejects.toThrow(
      "A remote archive is not supported",
    );
  });
});

describe("readAsset", () => {
  it("reads text and files", async () => {
    expect((await readAsset(asset({ text: "größe" }), base)).toString("utf8")).toBe("größe");
    expect((await readAsset(secret(asset({ path: "dist/bundle.cjs" })), base)).toString()).toBe("bundle");
  });

  it("refuses an archive", async () => {
    await expect(readAsset(archive({ path: "dist" }), base)).rejects.toThrow("Not an asset");
  });
});
