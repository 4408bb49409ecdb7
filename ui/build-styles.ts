/* oxlint-disable no-restricted-imports -- the build runs in Node, unlike the page it builds */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, type Metafile, buildSync } from "esbuild";

/** What is fetched later, by the style sheet that comes with it. */
const laterParts = {
  dialogs: ["components/Dialogs.ts", "components/ChatMenu.ts", "components/SaveMenu.ts"],
  files: ["attachments.ts"],
  log: ["components/ChatLog.ts"],
};

/**
 * Style sheets in place of those that esbuild made: one that the page waits for, and one of each part that is fetched
 * later, which comes with it. Returns the path of each.
 */
export function splitStyles(
  metafile: Metafile,
  outdir: string,
  shared: BuildOptions,
): Record<`${"main" | keyof typeof laterParts}.css`, string> {
  const outputs = Object.keys(metafile.outputs).filter((path) => /\.css(?:\.map)?$/.test(path));
  const all = Object.entries(metafile.outputs).find(([path, { entryPoint }]) => {
    return entryPoint === "main.ts" && path.endsWith(".css");
  });
  const styles = Object.keys(all?.[1].inputs ?? metafile.inputs).filter((path) => path.endsWith(".css"));
  outputs.forEach((path) => rmSync(join(shared.absWorkingDir ?? "", path)));

  const first = reachable(metafile, ["main.ts"]);
  const of = (part: string[]) => {
    const own = reachable(metafile, part);
    return styles.filter((file) => own.has(file) && !first.has(file));
  };
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
    "dialogs.css": build("dialogs", of(laterParts.dialogs)),
    "files.css": build("files", of(laterParts.files)),
    "log.css": build("log", of(laterParts.log)),
  };
}

/** The files that `entries` have, or may fetch, without the parts that have styles of their own. */
function reachable({ inputs }: Metafile, entries: string[]): Set<string> {
  const apart = new Set<string>(Object.values(laterParts).flat());
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file) || (apart.has(file) && !entries.includes(file))) return;
    found.add(file);
    inputs[file]?.imports.forEach(({ path }) => visit(path));
  };
  entries.forEach(visit);
  return found;
}
