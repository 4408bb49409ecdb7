import { crc32 } from "node:zlib";
import type { ResponseStream, SageMakerRuntimeClientConfig } from "@aws-sdk/client-sagemaker-runtime";
import { EventStreamCodec, eventStreamSerdeProvider } from "@smithy/core/event-streams";

type Message = ReturnType<EventStreamCodec["decode"]>;
type Deserializer<T> = (event: Record<string, Message>) => Promise<T>;
type SerdeProvider = NonNullable<SageMakerRuntimeClientConfig["eventStreamSerdeProvider"]>;

/** Total length, length of the headers, checksum of both: four bytes each. */
const preludeBytes = 12;
const checksumBytes = 4;

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString("utf8"),
  (text) => Buffer.from(text, "utf8"),
);

/**
 * Reads event streams as the SDK does, except that payload parts that came together are one event: the SDK makes an
 * event of each, through half a dozen layers of iterators, which at a hundred tokens a second is most of the work of a
 * turn. What is no payload part is left to the SDK, errors among it.
 */
export const joinedEventStreams: SerdeProvider = (options) => {
  const sdk = eventStreamSerdeProvider(options);
  return {
    serialize: (input, serializer) => sdk.serialize(input, serializer),
    deserialize<T>(body: AsyncIterable<Uint8Array>, deserializer: Deserializer<T>): AsyncIterable<T> {
      const others = (frame: Uint8Array) => sdk.deserialize<T>(only(frame), deserializer);
      return joinedEvents(body, others) as AsyncIterable<T>;
    },
  };
};

async function* joinedEvents(
  body: AsyncIterable<Uint8Array>,
  others: (frame: Uint8Array) => AsyncIterable<unknown>,
): AsyncGenerator<unknown, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of body) {
    rest =
      rest.length === 0
        ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
        : Buffer.concat([rest, bytes]);
    const parts: Uint8Array[] = [];
    for (let frame = firstFrame(rest); frame; frame = firstFrame(rest)) {
      rest = rest.subarray(frame.length);
      if (isPayloadPart(frame)) {
        parts.push(payloadOf(frame));
        continue;
      }
      if (parts.length > 0) yield payloadEvent(parts.splice(0));
      yield* others(frame);
    }
    if (parts.length > 0) yield payloadEvent(parts);
  }
  if (rest.length > 0) throw new Error(`the event stream was cut: ${rest.length} bytes of a frame came`);
}

function payloadEvent(parts: Uint8Array[]): ResponseStream {
  return { PayloadPart: { Bytes: parts.length === 1 ? parts[0] : Buffer.concat(parts) } };
}

/** The frame that the bytes begin with, when all of it is there. @throws Error when its checksums are not right. */
function firstFrame(bytes: Buffer): Buffer | undefined {
  if (bytes.length < preludeBytes) return undefined;
  const prelude = preludeBytes - checksumBytes;
  if (crc32(bytes.subarray(0, prelude)) !== bytes.readUInt32BE(prelude)) throw damaged();
  const length = bytes.readUInt32BE(0);
  if (bytes.length < length) return undefined;
  const end = length - checksumBytes;
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end)) throw damaged();
  return bytes.subarray(0, length);
}

const damaged = () => new Error("the event stream is damaged: a checksum is not right");

function headersOf(frame: Buffer): Buffer {
  return frame.subarray(preludeBytes, preludeBytes + frame.readUInt32BE(4));
}

function payloadOf(frame: Buffer): Buffer {
  return frame.subarray(preludeBytes + frame.readUInt32BE(4), frame.length - checksumBytes);
}

/** The headers of all payload parts are the same bytes, so that only the first ones of a process are read. */
let payloadHeaders: Buffer | undefined;

function isPayloadPart(frame: Buffer): boolean {
  const bytes = headersOf(frame);
  if (payloadHeaders?.equals(bytes)) return true;
  const { headers } = codec.decode(frame);
  const [kind, type] = [headers[":message-type"]?.value, headers[":event-type"]?.value];
  if (kind !== "event" || type !== "PayloadPart") return false;
  payloadHeaders = Buffer.from(bytes);
  return true;
}

async function* only<T>(value: T): AsyncGenerator<T, void> {
  yield value;
}
