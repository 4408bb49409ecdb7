import { once } from "node:events";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { encodeSse } from "../../runtime/lambda/sse";

/** Stands between the chat server and the API: passes all on, but holds each reply back after its first event. */
export interface HeldGateway {
  url: URL;
  /** The next reply, once it has begun. */
  reply(): Promise<HeldReply>;
  close(): Promise<void>;
}

export interface HeldReply {
  /** Puts an event into the stream, as the API would send it. */
  say(event: StreamEvent): void;
  /** Lets the rest of the reply through. */
  release(): void;
}

/** @param invokeUrl - of the API */
export async function startHeldGateway(invokeUrl: string): Promise<HeldGateway> {
  const waiting: ((reply: HeldReply) => void)[] = [];
  const server = http.createServer((request, response) => {
    const { method, url = "", headers } = request;
    // The key that the server has here is a person's own, and acts for nobody else.
    const { host: _host, "x-parley-user": _user, ...passedOn } = headers;
    const upstream = http.request(invokeUrl + url, { method, headers: passedOn }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (!answer.headers["content-type"]?.startsWith("text/event-stream")) answer.pipe(response);
      else void hold(answer, response).then((reply) => waiting.shift()?.(reply));
    });
    upstream.on("error", () => response.destroy());
    request.pipe(upstream);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    reply: () => new Promise((resolve) => waiting.push(resolve)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The first event is written as soon as it is whole; what comes after it waits. */
async function hold(answer: IncomingMessage, response: ServerResponse): Promise<HeldReply> {
  const isWhole = (bytes: Buffer) => bytes.includes("\n\n");
  let first: Buffer = Buffer.alloc(0);
  while (!isWhole(first)) {
    // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
    const [chunk] = (await once(answer, "data")) as [Buffer];
    answer.pause();
    first = Buffer.concat([first, chunk]);
    if (!isWhole(first)) answer.resume();
  }
  const end = first.indexOf("\n\n") + 2;
  response.write(first.subarray(0, end));
  return {
    say: (event) => response.write(encodeSse(event)),
    release: () => {
      response.write(first.subarray(end));
      answer.pipe(response);
    },
  };
}
