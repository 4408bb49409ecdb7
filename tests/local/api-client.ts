import { randomUUID } from "node:crypto";
import { createParser } from "eventsource-parser";
import type { StackOutputs } from "./stack-process";
import type { ChatRequest, ChatResponse } from "../../runtime/contract/chat";
import type { NewKey } from "../../runtime/contract/key";
import type { StreamEvent } from "../../runtime/contract/stream-event";

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** A caller of the invoke URL, as a script is one. */
export class ApiClient {
  constructor(private readonly outputs: Pick<StackOutputs, "invokeUrl" | "apiKey">) {}

  /** Any request; a body that is not a string is sent as JSON. */
  async request<T>(
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await this.send(method, route, body, headers);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text ? JSON.parse(text) : undefined) as T,
    };
  }

  /** One turn, answered as JSON. */
  chat(request: ChatRequest): Promise<Answer<ChatResponse>> {
    return this.request<ChatResponse>("POST", "/chat", request);
  }

  /** One turn as it streams. */
  async *stream(request: ChatRequest, signal?: AbortSignal): AsyncGenerator<StreamEvent> {
    const response = await this.send("POST", "/chat", { ...request, stream: true }, {}, signal);
    if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
    const events: StreamEvent[] = [];
    const parser = createParser({
      onEvent: ({ event, data }) => {
        const parsed = JSON.parse(data) as StreamEvent;
        if (event !== parsed.type) throw new Error(`event: ${event} carries ${data}`);
        events.push(parsed);
      },
    });
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      parser.feed(text);
      yield* events.splice(0);
    }
  }

  private send(
    method: string,
    route: string,
    body: unknown,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ) {
    return fetch(this.outputs.invokeUrl + route, {
      method,
      headers: { authorization: `Bearer ${this.outputs.apiKey}`, ...headers },
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
      signal,
    });
  }
}

/** Somebody of whom nothing is there yet: for what depends on all that a person has. */
export async function newcomer(outputs: Pick<StackOutputs, "invokeUrl" | "apiKey">): Promise<ApiClient> {
  const owner = `newcomer-${randomUUID()}`;
  const { body } = await new ApiClient(outputs).request<NewKey>("POST", "/keys", { name: "First", owner });
  return new ApiClient({ invokeUrl: outputs.invokeUrl, apiKey: body.key });
}

/** The next event of a type; what comes before it is passed over. */
export async function next<T extends StreamEvent["type"]>(
  events: AsyncGenerator<StreamEvent>,
  type: T,
): Promise<Extract<StreamEvent, { type: T }>> {
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error(`The stream ended without an event of type ${type}`);
    if (value.type === type) return value as Extract<StreamEvent, { type: T }>;
  }
}

/** All events of a stream. */
export async function collect(events: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const collected: StreamEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}
