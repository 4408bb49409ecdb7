import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildOnce, fingerprint } from "../../components/build-stamp";

describe("a build", () => {
  let root: string;
  let dist: string;
  let builds: number;
  const build = () => void (builds += 1);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "parley-stamp-"));
    dist = join(root, "dist");
    builds = 0;
    mkdirSync(join(root, "src", "deep"), { recursive: true });
    writeFileSync(join(root, "src", "deep", "a.ts"), "a");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const stamp = (salt = "") => fingerprint(root, ["src/**/*"], salt);

  it("is done once for the same sources, and again when they have changed", () => {
    expect(buildOnce(dist, stamp(), build)).toBe(true);
    expect(buildOnce(dist, stamp(), build)).toBe(false);
    writeFileSync(join(root, "src", "deep", "a.ts"), "b");
    expect(buildOnce(dist, stamp(), build)).toBe(true);
    expect(builds).toBe(2);
  });

  it("is done again after one that failed, with the lock given back", () => {
    const failing = () => {
      throw new Error("does not compile");
    };
    buildOnce(dist, "old", build);
    expect(() => buildOnce(dist, stamp(), failing)).toThrow("does not compile");
    expect(existsSync(join(dist, ".lock"))).toBe(false);
    expect(buildOnce(dist, "old", build)).toBe(true);
  });

  it("takes the lock of a process that has died", () => {
    mkdirSync(dist);
    // Above the highest process id that any system gives.
    writeFileSync(join(dist, ".lock"), "99999999");
    expect(buildOnce(dist, stamp(), build)).toBe(true);
    expect(existsSync(join(dist, ".lock"))).toBe(false);
  });

  it("depends on names, contents and the salt, not on times", () => {
    const before = stamp();
    utimesSync(join(root, "src", "deep", "a.ts"), 1, 1);
    expect(stamp()).toBe(before);
    expect(stamp("linux-arm64")).not.toBe(before);
    renameSync(join(root, "src", "deep", "a.ts"), join(root, "src", "deep", "b.ts"));
    expect(stamp()).not.toBe(before);
  });
});
