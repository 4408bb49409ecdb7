import type { Writable } from "node:stream";
import type { Answer } from "./answer";

/** Lambda's streaming, as its runtime puts it into the global scope. */
export interface LambdaStreaming {
  streamifyResponse<H>(handler: H): H;
  HttpResponseStream: {
    from(stream: Writable, metadata: { statusCode: number; headers: Record<string, string> }): Writable;
  };
}

/** A response that may be written to also when its reader has left: that is then nobody's error. */
export interface ResponseWriter {
  write(text: string): void;
  /** Whether the reader is known to have left; behind API Gateway that is never known. */
  left(): boolean;
  /** Resolves when everything is handed over, or the reader is known to have left. */
  end(): Promise<void>;
}

export function lambdaStreaming(): LambdaStreaming {
  const { awslambda } = globalThis as { awslambda?: unknown };
  if (!awslambda) throw new Error("awslambda is missing: this handler runs under a Lambda runtime only");
  return awslambda as LambdaStreaming;
}

export function openResponse(
  { HttpResponseStream }: LambdaStreaming,
  output: Writable,
  { statusCode, headers }: Pick<Answer, "statusCode" | "headers">,
): ResponseWriter {
  let left = false;
  output.on("error", () => (left = true));
  const stream = HttpResponseStream.from(output, { statusCode, headers });
  if (stream !== output) stream.on("error", () => (left = true));
  const gone = () => left || stream.destroyed || stream.writableEnded;
  return {
    write(text) {
      // Not waiting for a slow reader is on purpose: a reply is small, and the model is not to wait for anybody.
      if (!gone()) stream.write(text);
    },
    left: gone,
    async end() {
      if (gone()) return;
      await new Promise<void>((resolve) => {
        stream.once("close", resolve);
        stream.end(() => resolve());
      });
    },
  };
}

/** Sends a whole answer. Written before the end: status and headers travel with the first write only. */
export async function sendAnswer(
  streaming: LambdaStreaming,
  output: Writable,
  answer: Answer,
): Promise<void> {
  const response = openResponse(streaming, output, answer);
  response.write(answer.body);
  await response.end();
}
