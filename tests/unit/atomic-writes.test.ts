import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { gateWrites, type Written } from "../../local/aws/dynamodb/atomic-writes";
import type { Write } from "../../local/aws/dynamodb/dynalite";

/** Notes every write that reaches the database: a batch is one entry. */
function recordingDb() {
  const batches: Write[][] = [];
  const note = (writes: Write[], callback: (error: Error | null) => void) => {
    batches.push(writes);
    setImmediate(callback, null);
  };
  const db: Written = {
    put: (key, value, callback) => note([{ type: "put", key, value }], callback),
    del: (key, callback) => note([{ type: "del", key }], callback),
    batch: note,
  };
  const writes = gateWrites(db);
  return {
    batches,
    writes,
    put: (key: string) => promisify((done: (error: Error | null) => void) => db.put(key, 1, done))(),
    del: (key: string) => promisify((done: (error: Error | null) => void) => db.del(key, done))(),
  };
}

describe("gateWrites", () => {
  it("sends what was written atomically as one batch, at the end", async () => {
    const { batches, writes, put, del } = recordingDb();
    const answer = await writes.atomically(async () => {
      await put("index");
      await del("old");
      await put("item");
      expect(batches).toEqual([]);
      return "done";
    });
    expect(answer).toBe("done");
    expect(batches.map((batch) => batch.map(({ key }) => key))).toEqual([["index", "old", "item"]]);
  });

  it("sends nothing of work that fails, and goes on with the next", async () => {
    const { batches, writes, put } = recordingDb();
    const failing = writes.atomically(async () => {
      await put("lost");
      throw new Error("condition");
    });
    const next = writes.atomically(() => put("kept"));
    await expect(failing).rejects.toThrow("condition");
    await next;
    expect(batches).toEqual([[{ type: "put", key: "kept", value: 1 }]]);
  });

  it("runs one piece of work at a time, in order", async () => {
    const { writes, put } = recordingDb();
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await put(name);
      order.push(`${name} ends`);
    };
    await Promise.all([writes.atomically(work("a")), writes.alone(work("b")), writes.atomically(work("c"))]);
    expect(order).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  });
});
