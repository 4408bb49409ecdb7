/* oxlint-disable no-restricted-imports -- the build runs in Node, unlike the page it builds */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { type BuildOptions, type Metafile, buildSync } from "esbuild";
import { writeRenderer } from "./build-api-reference";
import { splitStyles } from "./build-styles";
import { diagramFrame } from "../runtime/contract/diagram-frame";
import { languages } from "./messages/languages";

const shared: BuildOptions = {
  absWorkingDir: __dirname,
  bundle: true,
  minify: true,
  target: "es2022",
  sourcemap: true,
  legalComments: "none",
  charset: "utf8",
  entryNames: "assets/[name]-[hash]",
  chunkNames: "assets/[name]-[hash]",
  metafile: true,
  logLevel: "warning",
};

/**
 * Builds the page into `outDir`, which it empties first: `index.html`, and below `assets/` files whose names change
 * with their content, so that they may be cached for ever, each with a `.br` and a `.gz` beside it.
 *
 * @throws esbuild's BuildFailure, with every error in it
 */
export function buildUi(outDir: string): void {
  const outdir = resolve(outDir);
  rmSync(outdir, { recursive: true, force: true });
  const build = (entry: string, options: BuildOptions) => {
    const { metafile } = buildSync({ ...shared, outdir, entryPoints: [entry], ...options });
    const styles: Record<string, string> =
      entry === "main.ts" && metafile ? splitStyles(metafile, outdir, shared) : {};
    const paths = Object.entries(styles).map(([name, path]): [string, string] => [
      name,
      assetPath(path, outdir),
    ]);
    return { ...entryNames(metafile, outdir), ...Object.fromEntries(paths) };
  };
  const heavy = buildHeavyParts(build, outdir);
  buildApiReference(build, outdir);
  const main = build("main.ts", {
    format: "esm",
    splitting: true,
    // As if what is fetched later imported all of main.ts: so what they share is one file, and no request more.
    inject: ["main.ts"],
    external: ["/assets/*"],
    define: heavy,
  });
  // A classic script: the browser waits for it before the first paint, which it does not for a module.
  const theme = build("theme.ts", {
    format: "iife",
    define: { ...languageFiles(main), ...logFiles(heavy, main) },
  });
  build("offline/worker.ts", { format: "iife", entryNames: "sw", define: shellOf({ ...theme, ...main }) });
  dropIndents(join(outdir, main["main.js"] ?? ""));
  writeFileSync(join(outdir, "index.html"), fill("index.html", { ...theme, ...main }));
  compress(outdir);
}

const leftOut = join(__dirname, "diagrams/left-out.ts");

type Build = (entry: string, options: BuildOptions) => Record<string, string>;

/** Builds what shares nothing with the page, without the maps of others' large sources. Returns where it lies. */
function buildHeavyParts(build: Build, outDir: string): Record<string, string> {
  const highlighter = build("markdown/highlighter.ts", { format: "esm", sourcemap: false });
  const documents = build("saving/documents.ts", { format: "esm", sourcemap: false });
  const formulas = build("markdown/formulas.ts", {
    format: "esm",
    sourcemap: false,
    assetNames: "assets/[name]-[hash]",
    publicPath: "/",
    // Every browser that reads the page's modules reads woff2.
    loader: { ".woff2": "file", ".woff": "empty", ".ttf": "empty" },
  });
  const frame = build("diagrams/diagram-frame.ts", {
    // A classic script: a module would have to be given away to pages of other origins, and its frame has none.
    format: "iife",
    sourcemap: false,
    alias: { "elkjs/lib/elk.bundled.js": leftOut, katex: leftOut },
  });
  const style = build("components/MarkdownBlocks.css", {});
  writeFileSync(join(outDir, diagramFrame.path), fill("diagrams/diagram-frame.html", frame));
  return {
    MARKDOWN_STYLE_URL: JSON.stringify(style["MarkdownBlocks.css"]),
    HIGHLIGHTER_URL: JSON.stringify(highlighter["highlighter.js"]),
    DOCUMENTS_URL: JSON.stringify(documents["documents.js"]),
    FORMULAS_URL: JSON.stringify(formulas["formulas.js"]),
    FORMULAS_STYLE_URL: JSON.stringify(formulas["formulas.css"]),
  };
}

/** The page that shows the API's document. It lies apart from those at the root, since it is not open to strangers. */
function buildApiReference(build: Build, outDir: string): void {
  const names = build("api-reference/api-reference.ts", { format: "iife", sourcemap: false });
  mkdirSync(join(outDir, "docs"));
  const page = fill("api-reference/api-reference.html", { ...names, "scalar.js": writeRenderer(outDir) });
  writeFileSync(join(outDir, "docs", "index.html"), page);
}

/** What each entry file became; for `main.js` that is `/assets/chunk-ABC.js`, the one file with all the code of it. */
function entryNames(metafile: Metafile | undefined, outDir: string): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [path, output] of Object.entries(metafile?.outputs ?? {})) {
    const { entryPoint, cssBundle } = output;
    if (entryPoint?.endsWith(".css") && path.endsWith(".css")) {
      names[basename(entryPoint)] = assetPath(path, outDir);
    }
    if (entryPoint === undefined || !path.endsWith(".js")) continue;
    const name = basename(entryPoint, ".ts");
    const shared = output.imports.find(({ kind, external }) => kind === "import-statement" && !external);
    const file = name === "main" ? shared?.path : undefined;
    names[`${name}.js`] = assetPath(file ?? path, outDir);
    if (cssBundle) names[`${name}.css`] = assetPath(cssBundle, outDir);
  }
  return names;
}

/** Where the words of each language lie; those of English are part of the page. */
function languageFiles(names: Record<string, string>): Record<string, string> {
  const files = Object.keys(languages).map((language) => [language, names[`${language}.js`]]);
  return { LANGUAGE_FILES: JSON.stringify(Object.fromEntries(files)) };
}

/** What shows a conversation, and is fetched with the page where one is opened. */
function logFiles(heavy: Record<string, string>, names: Record<string, string>): Record<string, string> {
  const style = JSON.parse(heavy.MARKDOWN_STYLE_URL ?? "null") as string;
  const files = ["ChatLog.js", "log.css", "markdown-view.js"].map((name) => names[name]);
  return { LOG_FILES: JSON.stringify([...files, style]) };
}

/** What the service worker keeps from the first: the files that the page asks for by itself, now or a moment later. */
function shellOf(names: Record<string, string>): Record<string, string> {
  const paths = (wanted: string[]) => wanted.map((name) => names[name] ?? "");
  const files = paths(["theme.js", "main.css", "main.js"]);
  const later = paths(["ChatLog.js", "log.css"]);
  const version = createHash("sha256").update(files.join()).digest("hex").slice(0, 12);
  return { SHELL: JSON.stringify({ version, files, later }) };
}

function assetPath(output: string, outDir: string): string {
  return `/${relative(outDir, join(__dirname, output)).replaceAll("\\", "/")}`;
}

/** Minified code breaks its lines only within templates of htm, to which a line's indent says nothing. */
function dropIndents(path: string): void {
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(/\n +/g, "\n"));
}

/** A document with the names of what was built in it. */
function fill(path: string, names: Record<string, string>): string {
  const template = readFileSync(join(__dirname, path), "utf8");
  const filled = template.replaceAll(/\{\{(.+?)\}\}/g, (_, name: string) => {
    const asset = names[name];
    if (asset === undefined) throw new Error(`${path} asks for ${name}, which the build did not make.`);
    return asset;
  });
  return filled.replaceAll(/\n\s*/g, "\n");
}

/** Not index.html, which the server still writes into, nor source maps: only a person who debugs fetches them. */
function compress(outDir: string): void {
  for (const name of readdirSync(outDir, { recursive: true, encoding: "utf8" })) {
    if (!/\.(?:js|css)$/.test(name)) continue;
    const path = join(outDir, name);
    const bytes = readFileSync(path);
    // The best takes seconds for megabytes, and makes them hardly smaller.
    const best = bytes.length > 1_000_000 ? 9 : constants.BROTLI_MAX_QUALITY;
    const quality = { [constants.BROTLI_PARAM_QUALITY]: best };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
