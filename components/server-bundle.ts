import { buildSync } from "esbuild";
import { chmodSync, cpSync, globSync } from "node:fs";
import { join } from "node:path";
import { create } from "tar";
import { bundleOptions } from "./bundle-options";

/** Where the server runs: the instances, and the machine that this is built on. */
const platforms = new Set(["linux-arm64", "linux-x64", `${process.platform}-${process.arch}`]);

/** Any fixed time: an archive of the same files has to be the same archive, or each deployment replaces the server. */
const archiveTime = new Date("2000-01-01T00:00:00Z");

/**
 * Puts into `serverDir` all that the chat server needs to run, but the page: `main.js` with its packages, and the one
 * thing that cannot be bundled, the native code of sodium.
 */
export function buildServerFolder(programDir: string, serverDir: string): void {
  buildSync({
    ...bundleOptions(programDir),
    entryPoints: ["runtime/server/main.ts"],
    outfile: join(serverDir, "main.js"),
    external: ["sodium-native"],
  });
  const stylesheet = join("sign-in", "sign-in.css");
  cpSync(join(programDir, "runtime", "server", stylesheet), join(serverDir, stylesheet));
  buildSodium(programDir, serverDir);
}

/** Sodium looks for its native code below its own package.json, so it stays a package; its dependencies are bundled. */
function buildSodium(programDir: string, serverDir: string): void {
  const from = join(programDir, "node_modules", "sodium-native");
  const to = join(serverDir, "node_modules", "sodium-native");
  buildSync({
    ...bundleOptions(programDir),
    entryPoints: [join(from, "index.js")],
    outfile: join(to, "index.js"),
    sourcemap: false,
  });
  cpSync(join(from, "package.json"), join(to, "package.json"));
  for (const platform of platforms) {
    const addon = join("prebuilds", platform, "sodium-native.node");
    cpSync(join(from, addon), join(to, addon));
  }
}

/**
 * Packs a folder: the same files give the same bytes. Everybody may read them, whatever the umask here is: the server
 * runs as a user of its own, root unpacks.
 */
export function packFolder(folder: string, file: string): void {
  const entries = globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  for (const entry of entries) chmodSync(join(folder, entry), 0o644);
  create({ sync: true, file, cwd: folder, gzip: true, portable: true, mtime: archiveTime }, entries);
}
