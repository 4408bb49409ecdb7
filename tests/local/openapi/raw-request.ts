import http, { type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

export interface RawRequest {
  method: string;
  /** Below the invoke URL, with the query, as it goes over the wire. */
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sends what no well-behaved client would: nothing is resolved, escaped or refused on the way. */
export function sendRaw(invokeUrl: string, { body, headers, method, path }: RawRequest): Promise<RawAnswer> {
  const { hostname, pathname, port } = new URL(invokeUrl);
  // Node sends the body of a GET without saying where it ends.
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const options = { hostname, port, method, path: pathname + path, headers: { ...headers, ...length } };
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      text(response).then(
        (answer) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer }),
        reject,
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}
