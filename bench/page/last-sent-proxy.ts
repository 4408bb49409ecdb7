import { type IncomingMessage, type Server, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** Passes everything on to a server on this machine, and notes when the last piece of an event stream went by. */
export interface LastSentProxy {
  url: string;
  lastSentAt(): number;
  close(): void;
}

export async function startLastSentProxy(target: string): Promise<LastSentProxy> {
  let lastSentAt = 0;
  const server = createServer((asked, answer) => {
    const { method, headers } = asked;
    const passed = request(new URL(asked.url ?? "/", target), { method, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      if (isStream(given)) given.on("data", () => (lastSentAt = Date.now()));
      given.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  });
  const { port } = await listening(server);
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, lastSentAt: () => lastSentAt, close };
}

/** Gradio's heartbeat is one as well, and has nothing to do with a reply. */
function isStream({ headers, req }: IncomingMessage & { req?: { path?: string } }): boolean {
  const isEvents = headers["content-type"]?.startsWith("text/event-stream") ?? false;
  return isEvents && !/heartbeat/.test(req?.path ?? "");
}

function listening(server: Server): Promise<AddressInfo> {
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(server.address() as AddressInfo)),
  );
}
