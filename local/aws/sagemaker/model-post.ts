import http, { type IncomingMessage } from "node:http";
import https from "node:https";

export interface ModelPost {
  url: string;
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
}

/**
 * Posts to a model server; resolves when the head of the answer is there. Not by `fetch`: that gives every token of an
 * answer by itself, however many came together, each through the layers of a web stream.
 */
export function postToModel(post: ModelPost): Promise<IncomingMessage> {
  const { url, headers, body, signal } = post;
  const { request } = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body));
    const sent = request(url, { method: "POST", headers: { ...headers, "content-length": length }, signal });
    sent.on("response", resolve).on("error", (error: NodeJS.ErrnoException) => {
      // A kept connection that the server was just closing: nothing was asked yet.
      if (sent.reusedSocket && error.code === "ECONNRESET") resolve(postToModel(post));
      else reject(error);
    });
    sent.end(body);
  });
}
