import { PassThrough, type Writable } from "node:stream";

/** What API Gateway got of a streamed response. */
export class StreamedResponse {
  readonly output = new PassThrough();
  prelude?: { statusCode: number; headers: Record<string, string> };
  body = "";

  constructor() {
    this.output.on("data", (chunk: Buffer) => (this.body += chunk.toString()));
  }

  get status(): number | undefined {
    return this.prelude?.statusCode;
  }

  json(): unknown {
    return JSON.parse(this.body);
  }
}

/**
 * Lambda's streaming as its runtime offers it: the prelude goes out with the first write, and never when nothing is
 * written.
 *
 * @returns what takes it out of the global scope again
 */
export function installLambdaStreaming(responses: () => StreamedResponse): () => void {
  const awslambda = {
    streamifyResponse: <H>(handler: H) => handler,
    HttpResponseStream: {
      from(stream: Writable, prelude: StreamedResponse["prelude"]) {
        const response = responses();
        const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
        stream.write = ((...args: unknown[]) => {
          response.prelude ??= prelude;
          return write(...args);
        }) as typeof stream.write;
        return stream;
      },
    },
  };
  Object.assign(globalThis, { awslambda });
  return () => void Reflect.deleteProperty(globalThis, "awslambda");
}
