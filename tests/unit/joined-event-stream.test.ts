import type { ResponseStream } from "@aws-sdk/client-sagemaker-runtime";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { describe, expect, it } from "vitest";
import { payloadPart, streamException } from "../../local/aws/sagemaker/event-stream";
import { joinedEventStreams } from "../../runtime/adapters/joined-event-stream";

const utf8 = {
  utf8Encoder: (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8"),
  utf8Decoder: (text: string) => Buffer.from(text, "utf8"),
};

async function* each(chunks: Uint8Array[]) {
  yield* chunks;
}

function open(chunks: Uint8Array[], exception = new Error("no exception was sent")) {
  const { deserialize } = joinedEventStreams(utf8);
  return deserialize<ResponseStream>(each(chunks), async () => ({ ModelStreamError: exception }) as never);
}

async function read(chunks: Uint8Array[]): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  for await (const { PayloadPart } of open(chunks)) parts.push(Buffer.from(PayloadPart!.Bytes!));
  return parts;
}

const part = (text: string | Buffer) => payloadPart(Buffer.from(text));

describe("an event stream", () => {
  it("gives a part that comes alone by itself, and parts that came together as one", async () => {
    const parts = await read([part("one "), Buffer.concat([part("two "), part("three")])]);
    expect(parts.map(String)).toEqual(["one ", "two three"]);
  });

  it.each([1, 5, 12, 50, 131])("is the same bytes when it is cut every %i", async (size) => {
    const croissant = Buffer.from("Brötchen 🥐");
    const parts = Array.from(croissant, (byte) => part(Buffer.from([byte])));
    const whole = Buffer.concat(parts);
    const chunks = [];
    for (let from = 0; from < whole.length; from += size) chunks.push(whole.subarray(from, from + size));
    expect(Buffer.concat(await read(chunks))).toEqual(croissant);
  });

  it("gives what came before an exception, then the exception", async () => {
    const failed = streamException("ModelStreamError", { Message: "died", ErrorCode: "StreamBroken" });
    const events = open([Buffer.concat([part("kept"), failed])], new Error("died"))[Symbol.asyncIterator]();
    expect((await events.next()).value?.PayloadPart?.Bytes).toEqual(Buffer.from("kept"));
    await expect(events.next()).rejects.toThrow("died");
  });

  it("is refused when a byte of it is not what was sent, or when it ends within a frame", async () => {
    const damaged = Buffer.from(part("whole"));
    damaged.writeUInt8(damaged.readUInt8(damaged.length - 6) ^ 1, damaged.length - 6);
    await expect(read([damaged])).rejects.toThrow("the event stream is damaged: a checksum is not right");
    await expect(read([part("whole").subarray(0, 20)])).rejects.toThrow(
      "the event stream was cut: 20 bytes of a frame came",
    );
  });

  it("has frames as the codec of the SDK writes them", () => {
    const codec = new EventStreamCodec((bytes) => utf8.utf8Encoder(bytes as Uint8Array), utf8.utf8Decoder);
    const { headers, body } = codec.decode(part("Hi"));
    expect(headers).toEqual({
      ":message-type": { type: "string", value: "event" },
      ":event-type": { type: "string", value: "PayloadPart" },
      ":content-type": { type: "string", value: "application/octet-stream" },
    });
    expect(Buffer.from(body)).toEqual(Buffer.from("Hi"));
  });
});
