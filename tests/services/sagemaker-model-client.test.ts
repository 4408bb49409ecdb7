import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { joinedEventStreams } from "../../runtime/adapters/joined-event-stream";
import { createSageMakerModelClient } from "../../runtime/adapters/sagemaker-model-client";
import type { ModelEvent, ModelRequest } from "../../runtime/ports";

type Answer = (response: ServerResponse, body: Record<string, unknown>) => void;

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString("utf8"),
  (text) => Buffer.from(text, "utf8"),
);
const header = (value: string) => ({ type: "string" as const, value });

function payload(part: string | Buffer): Uint8Array {
  const headers = { ":message-type": header("event"), ":event-type": header("PayloadPart") };
  return codec.encode({ headers, body: Buffer.from(part) });
}

function exception(type: string, body: object): Uint8Array {
  const headers = { ":message-type": header("exception"), ":exception-type": header(type) };
  return codec.encode({ headers, body: Buffer.from(JSON.stringify(body)) });
}

const text = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
const end = `data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;
const open = (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });

let server: Server;
let client: SageMakerRuntimeClient;
let answer: Answer;
let seen: { path: string; body: Record<string, unknown> }[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = new SageMakerRuntimeClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "parley", secretAccessKey: "parley" },
    maxAttempts: 1,
    eventStreamSerdeProvider: joinedEventStreams,
  });
});

afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function serve(request: IncomingMessage, response: ServerResponse) {
  request.on("error", () => undefined);
  response.on("error", () => undefined);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
  seen.push({ path: request.url ?? "", body });
  answer(response, body);
}

function stream(request: Partial<ModelRequest> = {}, signal = new AbortController().signal) {
  const model = createSageMakerModelClient({ endpointName: "chat", client });
  return model.stream({ messages: [{ role: "user", content: "Hi" }], ...request }, signal);
}

async function collect(): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of stream()) events.push(event);
  return events;
}

/** Resolves when the client has gone in the middle of the answer. */
function answerForever(): Promise<void> {
  return new Promise((resolve) => {
    answer = (response) => {
      response.on("close", resolve);
      open(response).write(payload(text("Hel")));
    };
  });
}

describe("the SageMaker model client", () => {
  it("sends OpenAI's request and reads the parts of its answer, wherever they are cut", async () => {
    answer = (response) => {
      const whole = Buffer.from(text("Brötchen 🥐") + end);
      open(response);
      for (let from = 0; from < whole.length; from += 9)
        response.write(payload(whole.subarray(from, from + 9)));
      response.end();
    };
    const events: ModelEvent[] = [];
    for await (const event of stream({ temperature: 0.5, maxTokens: 9, model: "ignored" }))
      events.push(event);
    expect(events).toEqual([
      { type: "text", text: "Brötchen 🥐" },
      { type: "finish", reason: "stop", usage: undefined },
    ]);
    expect(seen).toEqual([
      {
        path: "/endpoints/chat/invocations-response-stream",
        body: {
          messages: [{ role: "user", content: "Hi" }],
          temperature: 0.5,
          max_tokens: 9,
          stream: true,
          stream_options: { include_usage: true },
        },
      },
    ]);
  });

  it("tells a token that comes alone at once, and tokens that came together as one", async () => {
    const firstTold = Promise.withResolvers<void>();
    answer = (response) => {
      open(response).write(payload(text("alone ")));
      const together = ["all ", "at ", "once"].map((word) => payload(text(word)));
      void firstTold.promise.then(() => response.end(Buffer.concat([...together, payload(end)])));
    };
    const events: ModelEvent[] = [];
    for await (const event of stream()) {
      events.push(event);
      firstTold.resolve();
    }
    expect(events).toEqual([
      { type: "text", text: "alone " },
      { type: "text", text: "all at once" },
      { type: "finish", reason: "stop", usage: undefined },
    ]);
  });

  it("sends tools, calls and their answers, and the form of the answer", async () => {
    answer = (response) => open(response).end(payload(end));
    const tool = { name: "weather", parameters: { type: "object" } };
    const schema = { type: "object" };
    const call = { id: "call_1", name: "weather", arguments: "{}" };
    const messages: ModelRequest["messages"] = [
      { role: "user", content: [{ type: "text", text: "Hi" }], name: "ann" },
      { role: "assistant", content: null, toolCalls: [call], reasoning: "Hm" },
      { role: "tool", content: "Rain", toolCallId: "call_1" },
    ];
    const choice = { tools: [tool], toolChoice: { name: "weather" }, parallelToolCalls: false };
    const form = { responseFormat: { name: "recipe", schema, strict: true } };
    for await (const event of stream({ messages, ...choice, ...form })) expect(event.type).toBe("finish");
    expect(seen[0]?.body).toEqual({
      messages: [
        { role: "user", content: [{ type: "text", text: "Hi" }], name: "ann" },
        {
          role: "assistant",
          content: null,
          reasoning: "Hm",
          reasoning_content: "Hm",
          tool_calls: [{ id: "call_1", type: "function", function: { name: "weather", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "call_1", content: "Rain" },
      ],
      tools: [{ type: "function", function: tool }],
      tool_choice: { type: "function", function: { name: "weather" } },
      parallel_tool_calls: false,
      response_format: { type: "json_schema", json_schema: { name: "recipe", schema, strict: true } },
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it("asks again over the connection of an answer that was whole", async () => {
    let connections = 0;
    server.on("connection", () => connections++);
    answer = (response) => open(response).end(payload(text("Hi") + end));
    for (let turn = 1; turn <= 6; turn++) expect((await collect()).at(-1)?.type).toBe("finish");
    expect(seen).toHaveLength(6);
    // The one before may not have been read to its end yet, but the one before that has.
    expect(connections).toBeLessThanOrEqual(2);
  });

  it("tells the end before the endpoint ends its answer, and leaves it when it does not", async () => {
    const order: string[] = [];
    const gone = new Promise<void>((resolve) => {
      answer = (response) => {
        response.on("close", () => {
          order.push("left");
          resolve();
        });
        open(response).write(payload(text("Hi") + end));
      };
    });
    expect((await collect()).at(-1)?.type).toBe("finish");
    order.push("told");
    await gone;
    expect(order).toEqual(["told", "left"]);
  });

  it("ends the request when it is aborted", async () => {
    const gone = answerForever();
    const stop = new AbortController();
    const reading = (async () => {
      for await (const event of stream({}, stop.signal)) if (event.type === "text") stop.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: "model_error" });
    await gone;
  });

  it("ends the request when its reader leaves", async () => {
    const gone = answerForever();
    for await (const event of stream()) {
      expect(event).toEqual({ type: "text", text: "Hel" });
      break;
    }
    await gone;
  });

  it.each<[string, string, Answer]>([
    [
      "model_error",
      "an exception in mid-stream",
      (response) => {
        open(response).write(payload(text("Hel")));
        response.end(exception("ModelStreamError", { Message: "died", ErrorCode: "StreamBroken" }));
      },
    ],
    [
      "model_error",
      "an internal failure in mid-stream",
      (response) => open(response).end(exception("InternalStreamFailure", { Message: "internal" })),
    ],
    [
      "model_error",
      "a connection that is cut",
      (response) => open(response).write(payload(text("Hel")), () => response.destroy()),
    ],
    ["model_error", "a model that fails", (response) => refuse(response, 424, "ModelError")],
    [
      "model_unavailable",
      "an endpoint that is not there",
      (response) => refuse(response, 400, "ValidationError"),
    ],
    ["model_unavailable", "too many requests", (response) => refuse(response, 429, "ThrottlingException")],
  ])("gives %s for %s", async (code, _, given) => {
    answer = given;
    await expect(collect()).rejects.toMatchObject({ code, cause: expect.any(Error) });
  });
});

function refuse(response: ServerResponse, status: number, type: string): void {
  response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type });
  response.end(JSON.stringify({ Message: "Endpoint chat of account 000000000000 not found." }));
}
