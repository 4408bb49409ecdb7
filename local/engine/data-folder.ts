import { existsSync, statSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { type Lock, lockFolder } from "./lock";

const markerName = ".parley-data";
const marker = "Data of a Parley stack that runs on this machine. `npm start -- --reset` deletes it.\n";

/** Files of the lock, which a reset leaves alone: it is taken while the folder is emptied. */
const lockNames = new Set(["stack.lock", "stack.lock-journal", "stack.pid"]);

/**
 * Makes a folder ready for one stack and locks it.
 *
 * @param reset Deletes what is in it first.
 * @throws Error for a folder that holds something else than a stack's data, and for one that another stack uses.
 */
export async function openDataFolder(folder: string, reset = false): Promise<Lock> {
  await makeFolder(folder);
  const names = await readdir(folder);
  if (names.length > 0 && !names.includes(markerName)) {
    throw new Error(
      `${folder} holds other files and is not the data folder of a stack; choose another with --data`,
    );
  }
  await writeFile(path.join(folder, markerName), marker);
  const lock = lockFolder(folder);
  try {
    if (reset) await empty(folder);
  } catch (error) {
    lock.release();
    throw error;
  }
  return lock;
}

/** Not Node's recursive `mkdir`, which never comes back from a place where nothing can be made, such as /proc. */
async function makeFolder(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  if (parent !== folder && !existsSync(parent)) await makeFolder(parent);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (existsSync(folder) && statSync(folder).isDirectory()) return;
    throw new Error(`The data folder ${folder} cannot be made; choose another with --data`, { cause: error });
  }
}

async function empty(folder: string): Promise<void> {
  const names = await readdir(folder);
  const doomed = names.filter((name) => name !== markerName && !lockNames.has(name));
  await Promise.all(doomed.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
}
