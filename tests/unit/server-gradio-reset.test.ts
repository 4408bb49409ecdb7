import { afterEach, beforeEach, expect, it } from "vitest";
import { encodeSse } from "../../runtime/lambda/sse";
import { type ChatServerUnderTest, startChatServer } from "./fakes/chat-server";

const python = "gradio_client/2.6.0; hf_hub/1.33.0; python/3.11.7";

let server: ChatServerUnderTest;
let origin: string;
beforeEach(async () => {
  server = await startChatServer("none");
  origin = await server.app.listen({ host: "127.0.0.1", port: 0 });
  const started = {
    type: "started",
    conversationId: "c1",
    userMessageId: "q1",
    messageId: "r1",
    title: "Hi",
  };
  const error = { code: "model_error", message: "No.", requestId: "1" };
  server.api.answer = (_request, response) =>
    response
      .writeHead(200, { "content-type": "text/event-stream" })
      .end(encodeSse(started as never) + encodeSse({ type: "error", error } as never));
});
afterEach(() => server.close());

async function join(session_hash: string, agent: string): Promise<void> {
  const body = JSON.stringify({ data: ["Hi", null], fn_index: 1, session_hash });
  const headers = { "user-agent": agent };
  const answer = await fetch(`${origin}/gradio_api/queue/join`, { method: "POST", headers, body });
  expect(Object.keys((await answer.json()) as object)).toEqual(["event_id"]);
}

/** Calls, hears the end of it, and calls at once in another session. Tells whether the first stream has closed by then. */
async function callInTwoSessions(agent: string): Promise<boolean> {
  await join("s1", agent);
  const stream = await fetch(`${origin}/gradio_api/queue/data?session_hash=s1`);
  const chunks = stream.body!.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  let told = "";
  while (!told.includes("process_completed")) told += (await chunks.next()).value ?? "";
  let isClosed = false;
  const closed = (async () => {
    while (!(await chunks.next()).done);
    isClosed = true;
  })();
  await join("s2", agent);
  const wasClosed = isClosed;
  await closed;
  return wasClosed;
}

it("answers the Python client's call in a new session when it has closed the old one's stream", async () => {
  expect(await callInTwoSessions(python)).toBe(true);
});

it("lets no other client wait, each of which has a stream for each session", async () => {
  expect(await callInTwoSessions("node")).toBe(false);
});

it("lets no new Python client wait, which says of its session that it is there", async () => {
  const there = await fetch(`${origin}/gradio_api/heartbeat/s2`);
  expect(await callInTwoSessions(python)).toBe(false);
  await there.body?.cancel();
});
