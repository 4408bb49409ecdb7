import { Agent, type IncomingMessage, request } from "node:http";
import { text as readText } from "node:stream/consumers";

const agent = new Agent({ keepAlive: true });

/** A way to the model: the same prompt, streamed. */
export interface Way {
  name: string;
  url: string;
  headers: Record<string, string>;
  body(prompt: string): unknown;
}

/** From asking, ms. */
export interface Times {
  firstTokenMs: number;
  totalMs: number;
}

/**
 * Asks for so many tokens at such a pace, and reads them to the end. Not by `fetch`, which does more with each chunk than
 * any hop before it, on the processors that the chain is to have.
 */
export async function ask(way: Way, tokens: number, perSecond: number): Promise<Times> {
  const begun = performance.now();
  const response = await post(way, JSON.stringify(way.body(`/tokens ${tokens} ${perSecond}`)));
  const [first, last] = ["word1", `word${tokens}`];
  let firstTokenMs: number | undefined;
  let isWhole = false;
  // Of what came before: a word may be cut.
  let tail = "";
  for await (const chunk of response.setEncoding("utf8") as AsyncIterable<string>) {
    const text = tail + chunk;
    if (firstTokenMs === undefined && text.includes(first)) firstTokenMs = performance.now() - begun;
    isWhole ||= text.includes(last);
    tail = text.slice(-last.length);
  }
  if (firstTokenMs === undefined || !isWhole) throw new Error(`${way.name}: the reply is not whole.`);
  return { firstTokenMs, totalMs: performance.now() - begun };
}

async function post({ name, url, headers }: Way, body: string): Promise<IncomingMessage> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const length = String(Buffer.byteLength(body));
    const options = {
      agent,
      method: "POST",
      headers: { "content-type": "application/json", "content-length": length, ...headers },
    };
    request(url, options, resolve).on("error", reject).end(body);
  });
  if (response.statusCode === 200) return response;
  throw new Error(`${name}: ${response.statusCode} ${await readText(response)}`);
}

const messages = (prompt: string) => [{ role: "user", content: prompt }];

/** Past the chain; and through it by each of its protocols. */
export function waysTo(
  modelUrl: string,
  { invokeUrl, apiKey }: { invokeUrl: string; apiKey: string },
): Way[] {
  const headers = { authorization: `Bearer ${apiKey}` };
  const completion = (prompt: string) => ({
    model: "openai/gpt-oss-20b",
    messages: messages(prompt),
    stream: true,
  });
  return [
    { name: "the model itself", url: `${modelUrl}/chat/completions`, headers: {}, body: completion },
    {
      name: "POST /chat",
      url: `${invokeUrl}/chat`,
      headers,
      body: (prompt) => ({ message: prompt, stream: true }),
    },
    { name: "POST /v1/chat/completions", url: `${invokeUrl}/v1/chat/completions`, headers, body: completion },
  ];
}
