import type { Props } from "../service";
import { GatewayError } from "./gateway-error";

const delimiter = Buffer.alloc(8);
/** Metadata and delimiter must lie within it, in bytes. */
const maxPreludeBytes = 16_384;

export interface Prelude {
  /** `statusCode`, `headers`, `multiValueHeaders`, `cookies`. */
  metadata: Props;
  /** What came of the body together with the prelude. */
  rest: Buffer;
}

/** Reads the metadata at the head of a streamed answer. Throws `DEFAULT_5XX` when there is none. */
export async function readPrelude(chunks: AsyncIterator<Buffer>): Promise<Prelude> {
  let head: Buffer = Buffer.alloc(0);
  // A chunk may bring much of the body along: what counts is where the prelude ends.
  for (;;) {
    const end = head.subarray(0, maxPreludeBytes).indexOf(delimiter);
    if (end >= 0)
      return { metadata: parse(head.subarray(0, end)), rest: head.subarray(end + delimiter.length) };
    if (head.length > maxPreludeBytes) break;
    const step = await chunks.next();
    if (step.done) break;
    head = Buffer.concat([head, step.value]);
  }
  throw malformed();
}

function parse(text: Buffer): Props {
  try {
    const metadata: unknown = JSON.parse(text.toString());
    if (typeof metadata === "object" && metadata !== null) return metadata as Props;
  } catch {
    // Said below.
  }
  throw malformed();
}

const malformed = () => new GatewayError("DEFAULT_5XX", "The streamed response has no metadata prelude");
