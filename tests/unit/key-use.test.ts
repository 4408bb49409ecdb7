import { beforeEach, describe, expect, it } from "vitest";
import { createKeyUse } from "../../runtime/lambda/key-use";
import type { KeyStore, KnownKey } from "../../runtime/access-ports";
import { FakeTime, settle } from "./fakes/fake-time";
import { createListLogger } from "./fakes/list-logger";

let time: FakeTime;
let logger: ReturnType<typeof createListLogger>;
let notes: string[];
let noteUse: KeyStore["noteUse"];

beforeEach(() => {
  time = new FakeTime();
  logger = createListLogger();
  notes = [];
  noteUse = async ({ owner, id }, at, since) => void notes.push(`${owner} ${id} ${at} ${since}`);
});

const key = (id?: string): KnownKey => ({ id, owner: "ann", actsForUsers: false });

function keyUse() {
  const keys: KeyStore = { findKey: async () => undefined, noteUse: (...note) => noteUse(...note) };
  return createKeyUse({ keys, clock: time.clock, wait: time.wait, logger });
}

describe("the use of a key", () => {
  it("is noted at once, and again after five minutes", async () => {
    const use = keyUse();
    await use(key("1"));
    expect(notes).toEqual(["ann 1 2026-03-01T12:00:00.000Z 2026-03-01T11:55:00.000Z"]);
    await time.pass(299_999);
    await use(key("1"));
    await use(key("2"));
    expect(notes).toHaveLength(2);
    await time.pass(1);
    await use(key("1"));
    expect(notes[2]).toBe("ann 1 2026-03-01T12:05:00.000Z 2026-03-01T12:00:00.000Z");
  });

  it("is not noted of the server's key, which has no place in the list", async () => {
    await keyUse()(key());
    expect(notes).toEqual([]);
  });

  it("holds a request up for a tenth of a second at most", async () => {
    noteUse = () => new Promise(() => {});
    let isDone = false;
    const used = keyUse()(key("1")).then(() => (isDone = true));
    await time.pass(99);
    expect(isDone).toBe(false);
    await time.pass(1);
    await used;
  });

  it("that cannot be noted is logged, refuses nobody, and is tried again", async () => {
    const error = new Error("AccessDenied");
    const use = keyUse();
    const kept = noteUse;
    noteUse = () => Promise.reject(error);
    await use(key("1"));
    await settle();
    expect(logger.entries).toEqual([
      { level: "error", message: "the use of a key could not be noted", error },
    ]);
    noteUse = kept;
    await use(key("1"));
    expect(notes).toHaveLength(1);
  });
});
