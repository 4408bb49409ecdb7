import { describe, expect, it, vi } from "vitest";
import type { Feedback } from "../../runtime/contract/message";
import { createEntry } from "../../ui/models/entry";
import { createRating } from "../../ui/models/rating";
import type { ThreadCore } from "../../ui/models/thread-core";
import { fakePorts, message } from "./ui-fakes";

const like: Feedback = { rating: "like" };
const dislike: Feedback = { rating: "dislike" };

function ratingUnderTest(setFeedback: () => Promise<never>) {
  const notify = vi.fn();
  const ports = { ...fakePorts({ setFeedback }), notify };
  const reply = createEntry(message({ id: "m2", text: "Good day" }));
  return { reply, notify, rate: createRating({ ports } as unknown as ThreadCore) };
}

describe("what one thinks of a reply", () => {
  it("is shown at once, and taken back to what is stored when none of it could be", async () => {
    const { reply, notify, rate } = ratingUnderTest(() => Promise.reject(new Error("no network")));
    const both = [rate(reply, like), rate(reply, dislike)];
    expect(reply.message.value.feedback).toEqual(dislike);
    await Promise.all(both);
    expect(reply.message.value.feedback).toBeUndefined();
    expect(notify).toHaveBeenCalledTimes(2);
  });

  it("stands when the page has read, meanwhile, how it was before", async () => {
    const stored = Promise.withResolvers<never>();
    const { reply, rate } = ratingUnderTest(() => stored.promise);
    const rating = rate(reply, like);
    reply.message.value = message({ id: "m2", text: "Good day" });
    stored.resolve(undefined as never);
    await rating;
    expect(reply.message.value.feedback).toEqual(like);
  });
});
