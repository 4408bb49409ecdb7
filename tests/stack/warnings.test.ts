import { expect, inject, it } from "vitest";

it("The program runs without a warning", () => {
  expect(inject("logs").filter(({ severity }) => severity !== "info")).toEqual([]);
});
