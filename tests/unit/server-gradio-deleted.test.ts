import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ChatRequest } from "../../runtime/contract/chat";
import type { Problem } from "../../runtime/contract/problem";
import { runTurn } from "../../runtime/core/turn";
import { encodeSse } from "../../runtime/lambda/sse";
import { type ChatServerUnderTest, startChatServer } from "./fakes/chat-server";
import { createScriptedModel, finish, say } from "./fakes/scripted-model";
import { collect, turnForEachTest } from "./fakes/turn-under-test";

const id = "01KAS3V2Q5F7S1E0M3Y9K4D8RB";
const tested = turnForEachTest();
let server: ChatServerUnderTest;

beforeEach(async () => {
  server = await startChatServer("none");
  server.api.answer = (_request, response) => void answerTurn(response);
});
afterEach(() => server.close());

async function answerTurn(response: ServerResponse): Promise<void> {
  const request = JSON.parse(server.api.requests.at(-1)?.body ?? "") as ChatRequest;
  const ports = tested.portsWith(createScriptedModel(say("Yes."), finish));
  try {
    const events = await collect(runTurn(ports, request, { owner: "ann" }));
    response.writeHead(200, { "content-type": "text/event-stream" }).end(events.map(encodeSse).join(""));
  } catch (error) {
    const { status, code, message } = error as Problem;
    response.writeHead(status).end(JSON.stringify({ error: { code, message } }));
  }
}

/** What a session is told of its next message. */
async function ask(text: string, files: string[]): Promise<string | undefined> {
  const sent = { text, files: files.map((path) => ({ path, orig_name: "a.txt" })) };
  const payload = { data: [sent, null], fn_index: 1, session_hash: "s1" };
  await server.app.inject({ method: "POST", url: "/gradio_api/queue/join", payload });
  const told = await server.app.inject("/gradio_api/queue/data?session_hash=s1");
  return /"output":\{.*?\}/.exec(told.body)?.[0];
}

it("a session whose chat is deleted as a message with a file comes has both in a new one", async () => {
  await tested.files.upload("ann", id, "a.txt", {
    kind: "text",
    type: "text",
    parts: [{ unit: "line", from: 1, to: 1, text: "So it is." }],
  });
  expect(await ask("Hi", [])).toContain("Yes.");
  const { store } = tested;
  tested.store = {
    ...store,
    async beginTurn(turn) {
      tested.store = store;
      await store.deleteConversation("ann", turn.conversation.id);
      return store.beginTurn(turn);
    },
  };
  expect(await ask("Is it?", [`${id}/a.txt`])).toContain("Yes.");
  const [conversation] = (await store.listConversations("ann", { limit: 10 })).conversations;
  expect(conversation?.title).toBe("Is it?");
  expect(await tested.files.records.getFile("ann", id)).toMatchObject({ conversationId: conversation?.id });
});
