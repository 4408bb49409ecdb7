import { describe, expect, it, vi } from "vitest";
import { ApiError, ConnectionLost } from "../../ui/api/api-error";
import type { ReplyEvent } from "../../ui/models/follow-reply";
import { followReply } from "../../ui/models/follow-reply";
import { pump } from "../../ui/models/pump";
import { replyEvents } from "../../ui/models/reply-events";
import type { PagePorts } from "../../ui/ports";
import { fakePorts, message, started, streamOf } from "./ui-fakes";

const request = { message: "Hi", clientMessageId: "k" };
const { signal } = new AbortController();

async function all(events: AsyncIterable<ReplyEvent>): Promise<ReplyEvent[]> {
  const told: ReplyEvent[] = [];
  for await (const event of events) told.push(event);
  return told;
}

describe("replyEvents", () => {
  it("follows the stored reply from where a broken stream stopped", async () => {
    const done = message({ id: "m2", text: "One two three" });
    const getMessage = vi
      .fn()
      .mockResolvedValueOnce(message({ id: "m2", status: "running", text: "One" }))
      .mockResolvedValueOnce(message({ id: "m2", status: "running", text: "One two thr" }))
      .mockResolvedValueOnce(done);
    const chat = () => streamOf([started, { type: "text", text: "One two" }], new ConnectionLost());
    expect(await all(replyEvents(fakePorts({ chat, getMessage }), request, signal))).toEqual([
      started,
      { type: "text", text: "One two" },
      { type: "lost" },
      { type: "found" },
      { type: "text", text: " thr" },
      { type: "done", message: done },
    ]);
  });

  it("sends the same turn again while it is not known to be stored, three times in all", async () => {
    const chat = vi.fn(() => streamOf([], new ConnectionLost()));
    await expect(all(replyEvents(fakePorts({ chat }), request, signal))).rejects.toThrow(ConnectionLost);
    expect(chat.mock.calls).toEqual([
      [request, signal],
      [request, signal],
      [request, signal],
    ]);
  });

  it("does not try again what the API has refused", async () => {
    const refusal = new ApiError(429, "too_many_requests", "Over quota.");
    const chat = vi.fn(() => streamOf([], refusal));
    await expect(all(replyEvents(fakePorts({ chat }), request, signal))).rejects.toBe(refusal);
    expect(chat).toHaveBeenCalledTimes(1);
  });

  it("is refused by an error that comes before the turn is stored, as when the database had to wake", async () => {
    const error = { code: "quota_exceeded", message: "Over quota." } as const;
    const chat = vi.fn(() =>
      streamOf([
        { type: "status", status: "waking", what: "database" },
        { type: "error", error },
      ]),
    );
    const refusal = new ApiError(200, error.code, error.message);
    await expect(all(replyEvents(fakePorts({ chat }), request, signal))).rejects.toEqual(refusal);
    expect(chat).toHaveBeenCalledTimes(1);
  });
});

describe("followReply", () => {
  const target = { conversationId: "c1", messageId: "m2" };

  it("waits longer after every failure and says when the way is found again", async () => {
    const done = message({ id: "m2", status: "interrupted", text: "Cut" });
    const getMessage = vi
      .fn()
      .mockRejectedValueOnce(new ConnectionLost())
      .mockRejectedValueOnce(new ApiError(500, "internal", "Broken."))
      .mockResolvedValueOnce(done);
    const wait = vi.fn<PagePorts["wait"]>(async () => undefined);
    const ports = fakePorts({ getMessage }, { wait });
    const told = await all(followReply(ports, target, { textChars: 0, reasoningChars: 0 }, signal));
    expect(told.map(({ type }) => type)).toEqual(["lost", "lost", "found", "done"]);
    expect(wait.mock.calls.map(([ms]) => ms)).toEqual([2_000, 4_000]);
  });

  it("waits when it asked too often", async () => {
    const getMessage = vi
      .fn()
      .mockRejectedValueOnce(new ApiError(429, "too_many_requests", "Over quota."))
      .mockResolvedValueOnce(message({ id: "m2", text: "Whole" }));
    const told = await all(
      followReply(fakePorts({ getMessage }), target, { textChars: 0, reasoningChars: 0 }, signal),
    );
    expect(told.at(-1)).toEqual({ type: "done", message: message({ id: "m2", text: "Whole" }) });
  });

  it("tells a failed reply as an error with its message", async () => {
    const error = { code: "model_error", message: "The model failed." };
    const failed = message({ id: "m2", status: "failed", error });
    const getMessage = async () => failed;
    const seen = { textChars: 0, reasoningChars: 0 };
    expect(await all(followReply(fakePorts({ getMessage }), target, seen, signal))).toEqual([
      { type: "error", error, message: failed },
    ]);
  });

  it("ends when the reply is gone", async () => {
    const gone = new ApiError(404, "not_found", "No such message.");
    const getMessage = async () => Promise.reject(gone);
    const seen = { textChars: 0, reasoningChars: 0 };
    await expect(all(followReply(fakePorts({ getMessage }), target, seen, signal))).rejects.toBe(gone);
  });
});

describe("pump", () => {
  it("gathers words until a frame, and hands everything else over at once", async () => {
    const batches: string[][] = [];
    let runFrame: (() => void) | undefined;
    async function* events(): AsyncGenerator<ReplyEvent> {
      yield started;
      yield { type: "text", text: "a" };
      yield { type: "text", text: "b" };
      runFrame?.();
      yield { type: "text", text: "c" };
      yield { type: "done", message: message({ id: "m2" }) };
    }
    await pump(
      events(),
      (task) => (runFrame = task),
      (batch) => batches.push(batch.map((event) => (event.type === "text" ? event.text : event.type))),
    );
    expect(batches).toEqual([["started"], ["a", "b"], ["c", "done"]]);
  });
});
