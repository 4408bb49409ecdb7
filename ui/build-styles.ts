/* oxlint-disable no-restricted-imports -- the build runs in Node, unlike the page it builds */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, type Metafile, buildSync } from "esbuild";

/** What is fetched later, with the style sheet of the dialogs. */
const later = ["components/Dialogs.ts", "components/ChatMenu.ts"];

/**
 * Two style sheets in place of those that esbuild made: one that the page waits for, and one of the dialogs, which
 * comes with them. Returns the path of each.
 */
export function splitStyles(
  metafile: Metafile,
  outdir: string,
  shared: BuildOptions,
): { "main.css": string; "dialogs.css": string } {
  const outputs = Object.keys(metafile.outputs).filter((path) => /\.css(?:\.map)?$/.test(path));
  const all = Object.entries(metafile.outputs).find(([path, { entryPoint }]) => {
    return entryPoint === "main.ts" && path.endsWith(".css");
  });
  const styles = Object.keys(all?.[1].inputs ?? metafile.inputs).filter((path) => path.endsWith(".css"));
  outputs.forEach((path) => rmSync(join(shared.absWorkingDir ?? "", path)));

  const first = reachable(metafile);
  const build = (name: string, files: string[]) => {
    const contents = files.map((file) => `@import "./${file}";`).join("\n");
    const stdin = { contents, resolveDir: shared.absWorkingDir, loader: "css" as const, sourcefile: name };
    const entryNames = `assets/${name}-[hash]`;
    const built = buildSync({ ...shared, outdir, entryNames, stdin }).metafile?.outputs ?? {};
    return Object.keys(built).find((path) => path.endsWith(".css")) ?? "";
  };
  return {
    "main.css": build(
      "main",
      styles.filter((file) => first.has(file)),
    ),
    "dialogs.css": build(
      "dialogs",
      styles.filter((file) => !first.has(file)),
    ),
  };
}

/** The files that the page has, or may fetch, without the dialogs. */
function reachable({ inputs }: Metafile): Set<string> {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file) || later.includes(file)) return;
    found.add(file);
    inputs[file]?.imports.forEach(({ path }) => visit(path));
  };
  visit("main.ts");
  return found;
}
