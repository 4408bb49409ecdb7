import { createParser, type EventSourceMessage } from "eventsource-parser";
import { describe, expect, it } from "vitest";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { encodeSse, keepAliveComment } from "../../runtime/lambda/sse";

describe("encodeSse", () => {
  it("writes the type as the event and all of it as one line of JSON", () => {
    expect(encodeSse({ type: "text", text: "Hi" })).toBe(
      'event: text\ndata: {"type":"text","text":"Hi"}\n\n',
    );
  });

  it("is read back by a parser, whatever the text has in it, between comments", () => {
    const events: StreamEvent[] = [
      { type: "text", text: "one\ntwo\r\nthree\rdata: four\n\nevent: five\u2028🍞" },
      { type: "reasoning", text: ": no comment" },
    ];
    const read: EventSourceMessage[] = [];
    const comments: string[] = [];
    const parser = createParser({
      onEvent: (event) => read.push(event),
      onComment: (comment) => comments.push(comment),
    });
    for (const event of events) parser.feed(keepAliveComment + encodeSse(event));
    expect(read.map(({ event }) => event)).toEqual(["text", "reasoning"]);
    expect(read.map(({ data }) => JSON.parse(data) as StreamEvent)).toEqual(events);
    expect(comments).toEqual(["keep-alive", "keep-alive"]);
  });
});
