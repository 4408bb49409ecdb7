import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import type { Props } from "../aws/service";
import { plain, signatureKey, signatures } from "./wire";

/**
 * Writes an archive of the program into a folder, as Lambda would unpack it.
 *
 * @param archive The wire object from a registration's inputs; an asset is refused.
 * @param baseDir What relative paths in the archive are relative to: the program's folder.
 * @param outDir Made when missing. Nothing is written outside it: an entry that would be is refused.
 */
export async function materializeArchive(archive: Props, baseDir: string, outDir: string): Promise<void> {
  const value = plain(archive) as Props;
  if (value[signatureKey] !== signatures.archive) throw new Error(`Not an archive: ${describe(value)}`);
  await mkdir(outDir, { recursive: true });
  if (value.assets) {
    for (const [name, entry] of Object.entries(value.assets as Record<string, Props>)) {
      await writeEntry(entry, baseDir, inside(outDir, name));
    }
  } else if (value.path !== undefined) {
    await copyFolder(path.resolve(baseDir, value.path), outDir);
  } else {
    throw new Error(`A remote archive is not supported: ${describe(value)}`);
  }
}

/**
 * The bytes of an asset: its text (UTF-8) or its file, relative to `baseDir`. A remote asset is refused.
 */
export async function readAsset(asset: Props, baseDir: string): Promise<Buffer> {
  const value = plain(asset) as Props;
  if (value[signatureKey] !== signatures.asset) throw new Error(`Not an asset: ${describe(value)}`);
  if (value.text !== undefined) return Buffer.from(value.text, "utf8");
  if (value.path !== undefined) return readFile(path.resolve(baseDir, value.path));
  throw new Error(`A remote asset is not supported: ${describe(value)}`);
}

async function writeEntry(entry: Props, baseDir: string, target: string): Promise<void> {
  if (entry[signatureKey] === signatures.archive) return materializeArchive(entry, baseDir, target);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, await readAsset(entry, baseDir));
}

async function copyFolder(source: string, target: string): Promise<void> {
  try {
    await cp(source, target, { recursive: true, dereference: true });
  } catch (error) {
    throw new Error(`A file archive must be a folder that exists: ${source}`, { cause: error });
  }
}

function inside(folder: string, name: string): string {
  const target = path.resolve(folder, name);
  if (target.startsWith(path.resolve(folder) + path.sep)) return target;
  throw new Error(`The archive entry "${name}" lies outside the archive`);
}

function describe(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 200) ?? String(value);
}
