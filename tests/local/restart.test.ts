import { afterAll, describe, expect, it } from "vitest";
import type { ConversationPage } from "../../runtime/contract/conversation";
import type { NewKey } from "../../runtime/contract/key";
import { ApiClient, collect, next } from "./api-client";
import { output, startStackProcess, temporaryFolder } from "./stack-process";

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe("A stack that was killed in mid-reply and started again", () => {
  it(
    "has the conversation, its reply marked interrupted, the same keys and names",
    { timeout: 180_000 },
    async () => {
      const first = await startStackProcess(folder.dataDir);
      const events = new ApiClient(first.outputs).stream({ message: "/tokens 2000 50" });
      const { conversationId, messageId } = await next(events, "started");
      // The first save comes about a second after the first token.
      for (let token = 0; token < 100; token++) await next(events, "text");
      const key = { name: "Laptop", owner: "ann" };
      const made = await new ApiClient(first.outputs).request<NewKey>("POST", "/keys", key);
      first.process.kill("SIGKILL");
      await expect(collect(events)).rejects.toThrow("terminated");

      const second = await startStackProcess(folder.dataDir);
      try {
        expect(second.outputs.apiKey).toBe(first.outputs.apiKey);
        expect(second.outputs.conversationTable).toBe(first.outputs.conversationTable);
        const api = new ApiClient(second.outputs);
        const ann = new ApiClient({ ...second.outputs, apiKey: made.body.key });
        expect((await ann.request("GET", "/me")).status).toBe(200);
        const route = `/conversations/${conversationId}/messages/${messageId}`;
        const reply = async () => (await api.request<{ status: string; text: string }>("GET", route)).body;
        // A reply's lease is 15 s.
        await expect
          .poll(async () => (await reply()).status, { timeout: 30_000, interval: 500 })
          .toBe("interrupted");
        expect((await reply()).text).toMatch(/^word1 word2 /);
        const list = await api.request<ConversationPage>("GET", "/conversations");
        expect(list.body.conversations.map(({ id }) => id)).toEqual([conversationId]);
      } finally {
        expect(await second.stop()).toBe(0);
      }
      expect(await output(folder.dataDir, "conversationTable")).toBe(first.outputs.conversationTable);
    },
  );
});
