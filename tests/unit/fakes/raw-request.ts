import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";

/** Asks for a path exactly as it is written, for the status and the code of an error: `fetch` would resolve its dots. */
export async function getRaw(origin: string, path: string): Promise<{ status?: number; code: string }> {
  const { hostname, port } = new URL(origin);
  const sent = request({ hostname, port, path, agent: false }).end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const { error } = (await json(answer)) as { error: { code: string } };
  return { status: answer.statusCode, code: error.code };
}
