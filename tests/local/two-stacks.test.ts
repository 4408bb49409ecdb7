import { afterAll, describe, expect, it } from "vitest";
import type { ConversationPage } from "../../runtime/contract/conversation";
import { ApiClient } from "./api-client";
import { output, startStackProcess, temporaryFolder } from "./stack-process";

const [one, other] = [temporaryFolder(), temporaryFolder()];
afterAll(() => {
  one.remove();
  other.remove();
});

describe("Two stacks side by side", () => {
  it(
    "know nothing of each other, and end with status 0 and no process left",
    { timeout: 120_000 },
    async () => {
      const stacks = await Promise.all([startStackProcess(one.dataDir), startStackProcess(other.dataDir)]);
      const [first, second] = stacks;
      const [api, otherApi] = [new ApiClient(first.outputs), new ApiClient(second.outputs)];
      await api.chat({ message: "/echo mine" });

      const list = await otherApi.request<ConversationPage>("GET", "/conversations");
      expect([list.status, list.body]).toEqual([200, { conversations: [] }]);
      const foreign = new ApiClient({ invokeUrl: second.outputs.invokeUrl, apiKey: first.outputs.apiKey });
      expect((await foreign.request("GET", "/conversations")).status).toBe(401);

      const addresses = stacks.flatMap(({ outputs }) => [
        outputs.chatUrl,
        outputs.invokeUrl,
        outputs.awsEndpoint,
      ]);
      expect(new Set(addresses).size).toBe(6);
      expect(await Promise.all(stacks.map((stack) => stack.stop()))).toEqual([0, 0]);
      await Promise.all(addresses.map((url) => expect(fetch(url)).rejects.toThrow("fetch failed")));
    },
  );

  it("cannot share a data folder", { timeout: 60_000 }, async () => {
    const stack = await startStackProcess(one.dataDir);
    try {
      await expect(startStackProcess(one.dataDir)).rejects.toThrow(
        new RegExp(`${one.dataDir}.*${stack.process.pid}`, "s"),
      );
    } finally {
      await stack.stop();
    }
  });
});

describe("npm run output", () => {
  it("shows a secret only when asked to, and works after the stack has ended", async () => {
    expect(await output(one.dataDir, "apiKey")).toBe("[secret]");
    expect(await output(one.dataDir, "apiKey", "--show-secrets")).toMatch(/^\w{20,}$/);
    expect(JSON.parse(await output(one.dataDir, "--json")).apiKey).toBe("[secret]");
    await expect(output(one.dataDir, "sourdough")).rejects.toThrow(/sourdough.*invokeUrl/s);
  });
});
