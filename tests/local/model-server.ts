import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** What a message of OpenAI's protocol consists of. */
export type SentPart = { type: "text"; text: string } | { type: "image_url"; image_url: { url: string } };

/** Speaks OpenAI's protocol as Ollama or vLLM do, says "I see." to everything, and knows what it was asked. */
export interface ModelServer {
  /** For `PARLEY_MODEL_URL`. */
  url: string;
  /** Content of the last message of each request. */
  asked: (string | SentPart[])[];
  close(): void;
}

export async function startModelServer(): Promise<ModelServer> {
  const asked: ModelServer["asked"] = [];
  const server: Server = createServer((request, response) => {
    void (async () => {
      const { messages } = (await json(request)) as { messages: { content: string | SentPart[] }[] };
      asked.push(messages.at(-1)!.content);
      const chunk = (delta: object, finish_reason: string | null = null) =>
        `data: ${JSON.stringify({ object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`${chunk({ content: "I see." })}${chunk({}, "stop")}data: [DONE]\n\n`);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, asked, close: () => server.close() };
}
