import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The right to use a data folder. */
export interface Lock {
  release(): void;
}

/**
 * Takes the lock of a data folder, which exists.
 *
 * The lock itself is one that the operating system keeps and drops when its process dies, however it dies: a file that
 * only names a process would outlive it, and its number may soon be another's. `stack.pid` is there for the message.
 *
 * @throws Error that names the folder and the process that holds it.
 */
export function lockFolder(folder: string): Lock {
  const pidFile = path.join(folder, "stack.pid");
  const database = new DatabaseSync(path.join(folder, "stack.lock"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    throw new Error(
      `A stack already runs on ${folder} (process ${readPid(pidFile)}); stop it or choose --data`,
      {
        cause: error,
      },
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return {
    release() {
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

function readPid(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "unknown";
  }
}
