/* oxlint-disable no-restricted-imports -- the build runs in Node, unlike the page it builds */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";

// The package has its renderer only as a text in the code of its plugin for Fastify, which would serve it from memory,
// uncompressed, with a script in the page itself.
const packageName = "@scalar/fastify-api-reference";
const before = "\nvar standalone_default = ";
const after = ";\n//#endregion";

/**
 * Writes the renderer of the API's document into `outDir`, as an asset like the page's own. Returns its path.
 *
 * @throws Error when the package has it no longer where it was.
 */
export function writeRenderer(outDir: string): string {
  const plugin = readFileSync(require.resolve(packageName), "utf8");
  const start = plugin.indexOf(before) + before.length;
  const end = plugin.indexOf(after, start);
  if (start < before.length || end < 0) throw new Error(`${packageName} has no renderer in it.`);
  const code = String(runInNewContext(plugin.slice(start, end)));
  // Without the name of its map, which is not in the package.
  const script = code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  const hash = createHash("sha256").update(script).digest("hex").slice(0, 8).toUpperCase();
  const path = `assets/api-renderer-${hash}.js`;
  writeFileSync(join(outDir, path), script);
  return `/${path}`;
}
