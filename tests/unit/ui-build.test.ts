import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBoot } from "../../runtime/server/boot";
import { fillIndex } from "../../runtime/server/index-page";
import { buildUi } from "../../ui/build";
import { plainSite } from "./fakes/chat-server";

const outDir = mkdtempSync(join(tmpdir(), "parley-ui-"));
beforeAll(() => buildUi(outDir));
afterAll(() => rmSync(outDir, { recursive: true }));

const index = () => readFileSync(join(outDir, "index.html"), "utf8");
/** What the browser fetches before the page can be used, below the two calls of the API. */
const firstFiles = () => [
  "index.html",
  ...[...index().matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => path ?? ""),
];
const bytes = (paths: string[]) => paths.reduce((sum, path) => sum + statSync(join(outDir, path)).size, 0);

describe("the built page", () => {
  it("asks for one theme script, one style sheet and one module, by hashed names", () => {
    const names = firstFiles().map((path) => path.replace(/-[A-Z0-9]{8}\./, "-HASH."));
    expect(names).toEqual([
      "index.html",
      "assets/theme-HASH.js",
      "assets/main-HASH.css",
      "assets/chunk-HASH.js",
    ]);
  });

  it("waits for no other file: its module imports the rest only when it is asked for", () => {
    const module = firstFiles().at(-1) ?? "";
    const code = readFileSync(join(outDir, module), "utf8");
    expect(code).toContain("import(");
    expect(code).not.toMatch(/\bimport\s*["{*]|\bfrom\s*["']\.\//);
  });

  it("knows from its first script which files show a conversation, so that they are fetched side by side", () => {
    const theme = readFileSync(join(outDir, firstFiles()[1] ?? ""), "utf8");
    const named = [...theme.matchAll(/"\/(assets\/[^"]+)"/g)].map(([, path]) => path ?? "");
    const shows = named.filter((path) => /log|markdown/i.test(path));
    expect(shows.map((path) => path.replace(/-[A-Z0-9]{8}\./, "-HASH."))).toEqual([
      "assets/ChatLog-HASH.js",
      "assets/log-HASH.css",
      "assets/markdown-view-HASH.js",
      "assets/MarkdownBlocks-HASH.css",
    ]);
    for (const path of shows) expect(statSync(join(outDir, path)).size).toBeGreaterThan(0);
  });

  it("is usable after 40 kB over the wire and 120 kB decoded at most, which leaves room for the API's answers", () => {
    const sent = fillIndex(index(), createBoot(plainSite, new URL("https://example.com/api")));
    const assets = firstFiles().slice(1);
    const overTheWire = brotliCompressSync(sent).length + bytes(assets.map((path) => `${path}.br`));
    expect(overTheWire).toBeLessThan(40_000);
    expect(Buffer.byteLength(sent) + bytes(assets)).toBeLessThan(120_000);
  });

  it("has the styles of dialogs and messages apart, to be fetched with them, and every other from the first", () => {
    const first = readFileSync(
      join(outDir, firstFiles().find((path) => path.endsWith(".css")) ?? ""),
      "utf8",
    );
    const later = (part: string) => {
      const [, path = ""] = new RegExp(`content="/(assets/${part}-[^"]+\\.css)"`).exec(index()) ?? [];
      return readFileSync(join(outDir, path), "utf8");
    };
    const hasRules = [first, later("dialogs"), later("log")].map((styles) =>
      [".composer{", ".dialog{", ".reply{"].map((rule) => styles.includes(rule)),
    );
    expect(hasRules).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
  });

  it("has no inline script or style, beside the data of the server, so that a strict policy can forbid them", () => {
    expect(index()).not.toMatch(/<style|style=|<script(?![^>]* src=|[^>]* type="application\/json")| on\w+=/);
  });

  it("has compressed twins of the same content beside every file that is sent as it is", () => {
    const files = readdirSync(join(outDir, "assets")).filter((name) => /\.(?:js|css)$/.test(name));
    expect(files.length).toBeGreaterThan(3);
    for (const path of files.map((name) => `assets/${name}`)) {
      const content = readFileSync(join(outDir, path));
      expect(brotliDecompressSync(readFileSync(join(outDir, `${path}.br`))).equals(content)).toBe(true);
      expect(gunzipSync(readFileSync(join(outDir, `${path}.gz`))).equals(content)).toBe(true);
    }
  });
});
