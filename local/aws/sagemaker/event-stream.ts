import { crc32 } from "node:zlib";
import { EventStreamCodec } from "@smithy/core/event-streams";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);

const payloadHeaders = codec.formatHeaders({
  ":message-type": { type: "string", value: "event" },
  ":event-type": { type: "string", value: "PayloadPart" },
  ":content-type": { type: "string", value: "application/octet-stream" },
});

/**
 * One frame with bytes of the model's answer. Not by the codec, which writes the headers anew and counts the checksums
 * in JavaScript: there is one for every token of every stream.
 */
export function payloadPart(bytes: Uint8Array): Uint8Array {
  const length = 12 + payloadHeaders.length + bytes.length + 4;
  const frame = Buffer.allocUnsafe(length);
  frame.writeUInt32BE(length, 0);
  frame.writeUInt32BE(payloadHeaders.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  frame.set(payloadHeaders, 12);
  frame.set(bytes, 12 + payloadHeaders.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, length - 4)), length - 4);
  return frame;
}

/** The frame that ends a stream with an error the SDK knows. */
export function streamException(
  type: "ModelStreamError" | "InternalStreamFailure",
  members: object,
): Uint8Array {
  return frame(
    { ":message-type": "exception", ":exception-type": type, ":content-type": "application/json" },
    Buffer.from(JSON.stringify(members)),
  );
}

function frame(headers: Record<string, string>, body: Uint8Array): Uint8Array {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: "string" as const, value }]);
  return codec.encode({ headers: Object.fromEntries(typed), body });
}
