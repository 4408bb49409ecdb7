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

/** Asks for so many tokens at such a pace, and reads them to the end. */
export async function ask(way: Way, tokens: number, perSecond: number): Promise<Times> {
  const begun = performance.now();
  const response = await fetch(way.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...way.headers },
    body: JSON.stringify(way.body(`/tokens ${tokens} ${perSecond}`)),
  });
  if (!response.ok || !response.body)
    throw new Error(`${way.name}: ${response.status} ${await response.text()}`);
  const [first, last] = ["word1", `word${tokens}`];
  let firstTokenMs: number | undefined;
  let isWhole = false;
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    if (firstTokenMs === undefined && text.includes(first)) firstTokenMs = performance.now() - begun;
    isWhole ||= text.includes(last);
  }
  if (firstTokenMs === undefined || !isWhole) throw new Error(`${way.name}: the reply is not whole.`);
  return { firstTokenMs, totalMs: performance.now() - begun };
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
