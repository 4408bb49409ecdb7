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
  /** Tokens a second between the first and the last quarter of the reply. */
  middlePerSecond: number;
}

/**
 * Asks for so many tokens at such a pace, and reads them to the end. Not by `fetch`, which does more with each chunk than
 * any hop before it, on the processors that the chain is to have.
 */
export async function ask(way: Way, tokens: number, perSecond: number): Promise<Times> {
  const begun = performance.now();
  const response = await post(way, JSON.stringify(way.body(`/tokens ${tokens} ${perSecond}`)));
  const counts = [1, Math.ceil(tokens / 4), Math.floor((3 * tokens) / 4), tokens];
  const words = counts.map((count) => `word${count}`);
  const reachedMs: number[] = [];
  // Of what came before: a word may be cut.
  let tail = "";
  for await (const chunk of response.setEncoding("utf8") as AsyncIterable<string>) {
    const text = tail + chunk;
    while (reachedMs.length < words.length && text.includes(words[reachedMs.length]!)) {
      reachedMs.push(performance.now() - begun);
    }
    tail = text.slice(-`word${tokens}`.length);
  }
  const [firstTokenMs, quarterMs, threeQuartersMs, lastMs] = reachedMs;
  if (lastMs === undefined) throw new Error(`${way.name}: the reply is not whole.`);
  const middlePerSecond = (1_000 * (counts[2]! - counts[1]!)) / (threeQuartersMs! - quarterMs!);
  return { firstTokenMs: firstTokenMs!, totalMs: performance.now() - begun, middlePerSecond };
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
