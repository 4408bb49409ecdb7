import { afterAll, describe, expect, it } from "vitest";
import type { ConversationPage } from "../../runtime/contract/conversation";
import { ApiClient } from "./api-client";
import { output, startStackProcess, temporaryFolder } from "./stack-process";

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe("A stack that was killed in mid-reply and started again", () => {
  it(
    "has the conversation, its reply marked interrupted, and the same key and names",
    { timeout: 180_000 },
    async () => {
      const first = await startStackProcess(folder.dataDir);
      const killed = new ApiClient(first.outputs);
      let ids = { conversationId: "", messageId: "" };
      await expect(async () => {
        for await (const event of killed.stream({ message: "/tokens 2000 50" })) {
          if (event.type === "started") ids = event;
          // The first save comes about a second after the first token.
          if (event.type === "text" && event.text.includes("100")) first.process.kill("SIGKILL");
        }
      }).rejects.toThrow();

      const second = await startStackProcess(folder.dataDir);
      try {
        expect(second.outputs.apiKey).toBe(first.outputs.apiKey);
        expect(second.outputs.conversationTable).toBe(first.outputs.conversationTable);
        const api = new ApiClient(second.outputs);
        const route = `/conversations/${ids.conversationId}/messages/${ids.messageId}`;
        const reply = async () => (await api.request<{ status: string; text: string }>("GET", route)).body;
        await expect
          .poll(async () => (await reply()).status, { timeout: 30_000, interval: 500 })
          .toBe("interrupted");
        expect((await reply()).text.length).toBeGreaterThan(0);
        const list = await api.request<ConversationPage>("GET", "/conversations");
        expect(list.body.conversations.map(({ id }) => id)).toEqual([ids.conversationId]);
      } finally {
        expect(await second.stop()).toBe(0);
      }
      expect(await output(folder.dataDir, "conversationTable")).toBe(first.outputs.conversationTable);
    },
  );
});
