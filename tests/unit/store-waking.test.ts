import { describe, expect, it } from "vitest";
import { StoreWaking } from "../../runtime/lambda/store-waking";

describe("A store that wakes", () => {
  it("is told of while a request waits for it", async () => {
    const waking = new StoreWaking();
    const first = Promise.withResolvers<string>();
    const told = waking.before(first.promise);
    waking.tell();
    waking.tell();
    expect(await told).toEqual({ type: "status", status: "waking", what: "database", estimateSec: 15 });
  });

  it("is not told of when it was awake, whether the request could begin or not", async () => {
    const waking = new StoreWaking();
    expect(await waking.before(Promise.resolve("first"))).toBeUndefined();
    expect(await waking.before(Promise.reject(new Error("refused")))).toBeUndefined();
  });

  it("tells nobody when no request listens", async () => {
    const waking = new StoreWaking();
    await waking.before(Promise.resolve("first"));
    waking.tell();
    expect(await waking.before(Promise.resolve("second"))).toBeUndefined();
  });
});
