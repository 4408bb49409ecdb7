import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Progress, type Terminal } from "../../local/cli/progress";

function terminal(rest: Partial<Terminal> = {}) {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  return { stream: Object.assign(stream, rest) as Terminal, written };
}

const step = { urn: "u", type: "aws:s3/bucket:Bucket", name: "files" };

let now = 0;
beforeEach(() => {
  now = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("Progress", () => {
  it("prints a plain line for each new, deleted or failed resource when there is no TTY", () => {
    const { stream, written } = terminal();
    const progress = new Progress(stream, () => now);
    progress.onEvent({ kind: "creating", ...step });
    progress.onEvent({ kind: "created", ...step, isNew: true, elapsedMs: 1234 });
    progress.onEvent({ kind: "created", ...step, name: "old", isNew: false, elapsedMs: 1 });
    progress.onEvent({ kind: "deleted", ...step, name: "gone", elapsedMs: 0 });
    progress.onEvent({ kind: "failed", ...step, name: "bad", elapsedMs: 0, message: "No such bucket" });
    now = 4200;
    expect(written.join("")).toBe(
      [
        "+ created  files                                  1.2 s  aws:s3/bucket:Bucket",
        "- deleted  gone                                   0.0 s  aws:s3/bucket:Bucket",
        "x failed   bad                                    0.0 s  aws:s3/bucket:Bucket",
        "  No such bucket",
        "",
      ].join("\n"),
    );
    expect(progress.summary()).toBe("2 resources (1 created, 1 kept, 1 deleted, 1 failed), 4.2 s");
    progress.close();
  });

  it("prints warnings and what the program says, and leaves errors to the end", () => {
    const { stream, written } = terminal();
    const progress = new Progress(stream, () => now);
    progress.onEvent({ kind: "log", entry: { severity: "info", message: "hello" } });
    progress.onEvent({ kind: "log", entry: { severity: "warning", message: "careful" } });
    progress.onEvent({ kind: "log", entry: { severity: "error", message: "broken" } });
    expect(written.join("")).toBe("  hello\n! careful\n");
    progress.close();
  });

  it("keeps a live line on a TTY that fits its width and goes away at the end", () => {
    const { stream, written } = terminal({ isTTY: true, columns: 30 });
    const progress = new Progress(stream, () => now);
    progress.onEvent({ kind: "creating", ...step, name: "a-bucket-with-a-long-name" });
    now = 2000;
    vi.advanceTimersByTime(100);
    const live = stripVTControlCharacters(written.at(-1) ?? "").trim();
    expect(live).toBe("⠹ 0 done, 2.0 s: creating a-b");
    progress.close();
    expect(written.at(-1)).toBe("\r\x1b[2K");
    expect(vi.getTimerCount()).toBe(0);
  });
});
