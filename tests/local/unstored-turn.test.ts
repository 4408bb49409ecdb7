import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { describe, expect, inject, it } from "vitest";
import type { ErrorBody } from "../../runtime/contract/problem";
import { ApiClient, collect } from "./api-client";

const outputs = inject("outputs");
const api = new ApiClient(outputs);

/** The table's items that have a text anywhere in them; other tests write at the same time. */
async function itemsWith(text: string): Promise<string[]> {
  const credentials = { accessKeyId: "parley", secretAccessKey: "parley" };
  const client = new DynamoDBClient({ endpoint: outputs.awsEndpoint, region: outputs.region, credentials });
  const items: string[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: outputs.conversationTable }))
    items.push(...Items.map((item) => JSON.stringify(item)));
  return items.filter((item) => item.includes(text));
}

describe("A turn that is not stored", () => {
  it("answers like any other, knows its history, and leaves no trace", async () => {
    const word = `hush${Date.now()}`;
    const history = [
      { role: "user" as const, text: "one ".repeat(100) },
      { role: "assistant" as const, text: "two" },
    ];
    const events = await collect(api.stream({ message: `/echo ${word}`, store: false, history }));
    const last = events.at(-1);
    if (events[0]?.type !== "started" || last?.type !== "done") throw new Error(JSON.stringify(events));
    expect(last.message).toMatchObject({ id: events[0].messageId, role: "assistant", status: "complete" });
    expect(last.message.text).toContain(word);
    const alone = await api.chat({ message: `/echo ${word}`, store: false });
    expect(last.message.usage?.promptTokens).toBeGreaterThan(alone.body.message.usage?.promptTokens ?? 0);

    const { conversationId, userMessageId, messageId } = events[0];
    for (const trace of [word, conversationId, userMessageId, messageId])
      expect(await itemsWith(trace)).toEqual([]);
    expect((await api.request("GET", `/conversations/${conversationId}`)).status).toBe(404);
  });

  it("names nothing that is stored, and only it tells a history", async () => {
    const message = `refused${Date.now()}`;
    const refusals = [
      { message, store: false, conversationId: "01ARZ3NDEKTSV4RRFFQ69G5FAV" },
      { message, store: false, parentId: null },
      { message, store: false, clientMessageId: "once" },
      { message, history: [] },
      { message, store: false, history: [{ role: "system", text: "x" }] },
    ];
    for (const refusal of refusals) {
      const { status, body } = await api.request<ErrorBody>("POST", "/chat", refusal);
      expect([status, body.error.code]).toEqual([400, "bad_request"]);
    }
    expect(await itemsWith(message)).toEqual([]);
  });
});
