import { describe, expect, it } from "vitest";
import { en } from "../../ui/messages/en";
import { readOut } from "../../ui/markdown/read-out";
import { emptySplit, finishSplit, splitBlocks } from "../../ui/markdown/split";
import { createToHtml } from "../../ui/markdown/to-html";

const chars = 100_000;
const endless = (mark: string) => mark.repeat(Math.floor(chars / mark.length));

// A model that is stuck says the same for ever. Read anew from each mark to the end, this would take minutes.
describe("A text that never closes what it opens", { timeout: 10_000 }, () => {
  it.each(["[^", "[^a] `", "``", "<a ", "[a]("])("is cut and read out in one go: %j", (mark) => {
    const text = `[^a] ${endless(mark)}`;
    expect(finishSplit(splitBlocks(emptySplit, text)).blocks).toEqual([text]);
    expect(readOut(text, 0, true, en.spoken).next).toBe(text.length);
  });

  it("is shown as it is written when it is nested too deeply to be rendered", () => {
    const text = "> ".repeat(10_000);
    expect(createToHtml()(text)).toBe(`<pre>${text.replaceAll(">", "&gt;")}</pre>\n`);
  });
});
