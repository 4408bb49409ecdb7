import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, realpath, rename, rm } from "node:fs/promises";
import path from "node:path";
import { materializeArchive } from "../../engine/archive";
import type { Props } from "../service";

/**
 * Unpacks a function's archive into a folder named by its content, so that code that did not change stays where it is.
 * Older versions beside it are removed.
 *
 * @param folder The function's own folder.
 * @returns The real path of the unpacked code.
 */
export async function unpackCode(archive: Props, folder: string): Promise<string> {
  const fresh = path.join(folder, "unpacking");
  await rm(fresh, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await materializeArchive(archive, process.cwd(), fresh);
  const version = await contentHash(fresh);
  for (const name of await readdir(folder)) {
    if (path.join(folder, name) !== fresh)
      await rm(path.join(folder, name), { recursive: true, force: true });
  }
  await rename(fresh, path.join(folder, version));
  return realpath(path.join(folder, version));
}

async function contentHash(folder: string): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) {
    hash.update(path.relative(folder, file)).update("\0");
    hash.update(await readFile(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
