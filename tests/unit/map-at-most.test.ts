import { describe, expect, it } from "vitest";
import { mapAtMost } from "../../runtime/core/map-at-most";
import { settle } from "./fakes/fake-time";

describe("mapAtMost", () => {
  it("keeps the order, and no more than so many under way", async () => {
    let underWay = 0;
    let most = 0;
    const results = await mapAtMost(3, [5, 1, 4, 2, 3], async (item) => {
      most = Math.max(most, ++underWay);
      for (let turn = 0; turn < item; turn++) await settle();
      underWay--;
      return item * 2;
    });
    expect([results, most]).toEqual([[10, 2, 8, 4, 6], 3]);
    expect(await mapAtMost(3, [], async () => 1)).toEqual([]);
  });

  it("begins nothing new after a failure, and fails when what runs has ended", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const mapping = mapAtMost(2, [1, 2, 3, 4], async (item) => {
      begun.push(item);
      if (item === 1) throw new Error("first");
      await settle();
      ended.push(item);
    });
    await expect(mapping).rejects.toThrow("first");
    expect([begun, ended]).toEqual([[1, 2], [2]]);
  });
});
