import { Client } from "@gradio/client";

/** A text, as `/chat` answers with. */
export interface ChatResult {
  data: [string];
}

/** What `submit` tells when it is asked for everything. */
export interface Told {
  type: "data" | "status" | "log" | "render";
  data?: unknown[];
  stage?: string;
  message?: string;
}

/** The client from npm, as a script connects it. */
export function connect(url: string, options: object = {}): Promise<Client> {
  return Client.connect(url, { events: ["data", "status"], ...options });
}

/** One call, to its end. */
export async function say(client: Client, message: unknown, more: object = {}): Promise<string> {
  const { data } = await client.predict("/chat", { message, ...more });
  return (data as [string])[0];
}

/**
 * The texts that a call shows, one after the other, and how it stood at last.
 *
 * @param cancelAt - the number of texts after which it is cancelled
 */
export async function follow(
  job: AsyncIterable<unknown> & { cancel(): Promise<void> },
  cancelAt?: number,
): Promise<{ texts: string[]; last: Told }> {
  const texts: string[] = [];
  let last: Told = { type: "status" };
  for await (const told of job as AsyncIterable<Told>) {
    if (told.type === "data") texts.push((told.data as [string])[0]);
    else last = told;
    if (told.type === "data" && texts.length === cancelAt) await job.cancel();
  }
  return { texts, last };
}
