import { describe, expect, it } from "vitest";
import { limits } from "../../runtime/contract/limits";
import { filePrompt } from "../../runtime/core/file-prompt";
import { sourcesBytes, storableSources } from "../../runtime/core/message-sources";
import { noFiles } from "../../runtime/core/turn-files";

const sourceOf = (name: string, labels: number, label: string) => ({
  fileId: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
  name,
  parts: Array.from({ length: labels }, (_, index) => `${label} ${index}`),
});

describe("The sources of a reply", () => {
  it("are told as they are where they can be stored", () => {
    const sources = Array.from({ length: 20 }, () => sourceOf("bread.pdf", 50, "page"));
    expect(storableSources(sources)).toEqual(sources);
  });

  it("have fewer labels where all would take too much, and name every file", () => {
    const sources = Array.from({ length: 50 }, () => sourceOf("粉".repeat(30), 50, "rows of a sheet"));
    expect(sourcesBytes(sources)).toBeGreaterThan(limits.sourcesBytes);
    const told = storableSources(sources);
    expect(sourcesBytes(told)).toBeLessThanOrEqual(limits.sourcesBytes);
    expect(told.map(({ name }) => name)).toEqual(sources.map(({ name }) => name));
    expect(new Set(told.map(({ parts }) => parts.length))).toEqual(new Set([13]));
    expect(told[0]?.parts.at(-1)).toBe("…");
  });

  it("end where the names alone take too much", () => {
    const told = storableSources(Array.from({ length: 50 }, () => sourceOf("粉".repeat(255), 1, "page")));
    expect(sourcesBytes(told)).toBeLessThanOrEqual(limits.sourcesBytes);
    expect(told.length).toBeGreaterThan(30);
  });

  it("are told so by a prompt of many files", () => {
    const texts = Array.from({ length: 50 }, (_, index) => ({
      id: `f${index}`,
      name: "粉".repeat(255),
      parts: [{ unit: "line" as const, from: 1, to: 1, text: "Rye" }],
    }));
    const images = [{ id: "i", name: "粉.png", url: "data:image/png;base64," }];
    const path = [{ role: "user" as const, text: "Which flour?" }];
    const prompt = filePrompt({ ...noFiles, texts, images }, path, 1_000_000);
    expect(sourcesBytes(prompt?.sources ?? [])).toBeLessThanOrEqual(limits.sourcesBytes);
    expect(prompt?.sources.length).toBeGreaterThan(30);
  });
});
