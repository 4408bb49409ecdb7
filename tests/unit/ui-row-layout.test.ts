import { describe, expect, it } from "vitest";
import { chooseRows, layOut, nearViews, rowAt, stretches } from "../../ui/models/row-layout";

/** Rows `r0`, `r1`, …, each 100 px high. */
const rows = (count: number) => Array.from({ length: count }, (_, index) => `r${index}`);
const layout = layOut(rows(100), () => 100);
const indexes = (keys: Iterable<string>) => [...keys].map((key) => Number(key.slice(1)));

describe("Rows of a log", () => {
  it("are found by where they are; beyond the ends it is the first or the last", () => {
    const uneven = layOut(["a", "b", "c"], (key) => (key === "b" ? 50 : 10));
    expect(uneven.tops).toEqual([0, 10, 60, 70]);
    expect([-5, 0, 9, 10, 59, 60, 500].map((y) => rowAt(uneven, y))).toEqual([0, 0, 0, 1, 1, 2, 2]);
  });

  it("that are left out between two that are there become one gap of their height", () => {
    const three = layOut(["a", "b", "c", "d"], () => 30);
    expect(stretches(three, new Set(["c"]))).toEqual([
      { kind: "gap", before: "c", count: 2, height: 60 },
      { kind: "row", key: "c" },
      { kind: "gap", before: "end", count: 1, height: 30 },
    ]);
    expect(
      stretches(
        layOut([], () => 1),
        new Set(),
      ),
    ).toEqual([]);
  });
});

describe("Which rows are there", () => {
  const sight = { top: 5_000, height: 100 };
  const none = new Set<string>();

  it("is decided nearest first, and no more are made at a time than a frame bears", () => {
    const charsOf = () => 3_000;
    const first = chooseRows({ layout, sight, shown: none, pinned: none, reach: nearViews, charsOf });
    expect(indexes(first.rows)).toEqual([49, 50]);
    expect(first.isComplete).toBe(false);
    const second = chooseRows({ layout, sight, shown: first.rows, pinned: none, reach: nearViews, charsOf });
    expect(indexes(second.rows)).toEqual([49, 50, 51, 48]);
    expect(second.isComplete).toBe(false);
  });

  it("is all within two views, and what was there stays until it is eight views away", () => {
    const charsOf = () => 1;
    const shown = new Set(["r41", "r42", "r59", "r60"]);
    const { rows: chosen, isComplete } = chooseRows({
      layout,
      sight,
      shown,
      pinned: none,
      reach: nearViews,
      charsOf,
    });
    expect(isComplete).toBe(true);
    expect(indexes(chosen).sort((one, other) => one - other)).toEqual([
      41, 42, 47, 48, 49, 50, 51, 52, 53, 59,
    ]);
  });

  it("is what is in sight alone where the rest can wait", () => {
    const charsOf = () => 1;
    const { rows: chosen, isComplete } = chooseRows({
      layout,
      sight,
      shown: none,
      pinned: none,
      reach: 0,
      charsOf,
    });
    expect(indexes(chosen)).toEqual([49, 50, 51]);
    expect(isComplete).toBe(true);
  });

  it("includes what is pinned, however far away", () => {
    const pinned = new Set(["r3", "r99"]);
    const { rows: chosen } = chooseRows({
      layout,
      sight,
      shown: none,
      pinned,
      reach: nearViews,
      charsOf: () => 1,
    });
    expect(chosen.has("r3") && chosen.has("r99")).toBe(true);
  });
});
