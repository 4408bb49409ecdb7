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

  it.for([
    ["unauthorized", "The session has ended. Sign in again."],
    ["not_found", "That is not there any more."],
    ["too_large", "That is too long. Make it shorter."],
    ["too_many_requests", "Too many requests at once. Wait a moment."],
    ["internal", "Something went wrong."],
    ["api_unreachable", "The server cannot be reached now."],
    ["model_unavailable", "The model is not available now. It may be in a minute."],
    ["timeout", "It took too long."],
  ] as const)("is told in the page's words when its code is %s", ([code, text]) => {
    expect(failed({ code, message: "Told by the API." })).toBe(text);
  });

  it("is told in the API's words where the page has none, and never in no words", () => {
    expect(failed({ code: "bad_request", message: "Over 4,096 tokens." })).toBe("Over 4,096 tokens.");
    expect([failed({ code: "bad_request", message: "" }), failed()]).toEqual([en.failed, en.failed]);
  });

  it("is not said of a reply that is finished, unless it was cut short", () => {
    expect(endingText(message({ id: "m2" }), en)).toBeUndefined();
    expect(endingText(message({ id: "m2", finishReason: "length" }), en)).toBe(en.cutShort);
  });
});
