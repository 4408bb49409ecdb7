import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How often a build by another process is looked at, and how long one may take. */
const pollMs = 50;
const buildMs = 60_000;

/** A hash of every file that the patterns find below `root`, by name and content, and of `salt`. */
export function fingerprint(root: string, patterns: string[], salt: string): string {
  const hash = createHash("sha256").update(salt);
  const files = patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    const content = createHash("sha256").update(readFileSync(file)).digest("hex");
    hash.update(`\n${file.slice(root.length)} ${content}`);
  }
  return hash.digest("hex");
}

/**
 * Builds into `dist`, unless a build with this fingerprint is there. The stamp is written last: a build that broke off
 * leaves none. Two programs that start at once build one after the other.
 *
 * @returns whether it was built.
 */
export function buildOnce(dist: string, fingerprint: string, build: () => void): boolean {
  const stamp = join(dist, ".stamp");
  if (readIfThere(stamp) === fingerprint) return false;
  mkdirSync(dist, { recursive: true });
  const lock = join(dist, ".lock");
  takeLock(lock);
  try {
    if (readIfThere(stamp) === fingerprint) return false;
    rmSync(stamp, { force: true });
    build();
    writeFileSync(stamp, fingerprint);
    return true;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Waits synchronously: the program cannot go on without its bundles. */
function takeLock(lock: string): void {
  const end = Date.now() + buildMs;
  while (!tryLock(lock)) {
    if (!isRunning(Number(readIfThere(lock)))) rmSync(lock, { force: true });
    else if (Date.now() > end) throw new Error(`Another build holds ${lock} for over ${buildMs / 1000} s.`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pollMs);
  }
}

function tryLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Signal 0 asks without sending. A lock that is just being written counts as held. */
function isRunning(pid: number): boolean {
  if (!pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
