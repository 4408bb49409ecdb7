import { describe, expect, it } from "vitest";
import { en } from "../../ui/messages/en";
import { endingText } from "../../ui/messages/ending-text";
import { message } from "./ui-fakes";

describe("how a reply ended", () => {
  function failed(error?: { code: string; message: string }) {
    return endingText(message({ id: "m2", status: "failed", error }), en);
  }

  it("does not tell to try again beside the button that does", () => {
    expect(failed({ code: "model_error", message: "The model failed. Try again." })).toBe(
      "The model failed.",
    );
  });

  it("is told in the API's words where the page has none, and never in no words", () => {
    expect(failed({ code: "too_large", message: "Over 4,096 tokens." })).toBe("Over 4,096 tokens.");
    expect([failed({ code: "internal", message: "" }), failed()]).toEqual([en.failed, en.failed]);
  });

  it("is not said of a reply that is finished, unless it was cut short", () => {
    expect(endingText(message({ id: "m2" }), en)).toBeUndefined();
    expect(endingText(message({ id: "m2", finishReason: "length" }), en)).toBe(en.cutShort);
  });
});
