import { EventStreamCodec } from "@smithy/core/event-streams";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);

/** One frame with bytes of the model's answer. */
export function payloadPart(bytes: Uint8Array): Uint8Array {
  return frame(
    { ":message-type": "event", ":event-type": "PayloadPart", ":content-type": "application/octet-stream" },
    bytes,
  );
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
