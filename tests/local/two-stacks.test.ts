import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConversationPage } from "../../runtime/contract/conversation";
import { ApiClient } from "./api-client";
import { type StackProcess, output, startStackProcess, temporaryFolder } from "./stack-process";

const [one, other] = [temporaryFolder(), temporaryFolder()];
afterAll(() => {
  one.remove();
  other.remove();
});

describe("Two stacks side by side", () => {
  let stacks: [StackProcess, StackProcess];
  beforeAll(async () => {
    stacks = await Promise.all([startStackProcess(one.dataDir), startStackProcess(other.dataDir)]);
  });
  const ended = () => Promise.all(stacks.map((stack) => stack.stop()));
  afterAll(ended);

  it("know nothing of each other", async () => {
    const [first, second] = stacks;
    const [api, otherApi] = [new ApiClient(first.outputs), new ApiClient(second.outputs)];
    await api.chat({ message: "/echo mine" });
    const list = await otherApi.request<ConversationPage>("GET", "/conversations");
    expect([list.status, list.body]).toEqual([200, { conversations: [] }]);
    const foreign = new ApiClient({ invokeUrl: second.outputs.invokeUrl, apiKey: first.outputs.apiKey });
    expect((await foreign.request("GET", "/conversations")).status).toBe(401);
  });

  it("cannot share a data folder", async () => {
    const [stack] = stacks;
    await expect(startStackProcess(one.dataDir)).rejects.toThrow(
      new RegExp(`${one.dataDir}.*${stack.process.pid}`, "s"),
    );
  });

  it("end with status 0, and no process is left", async () => {
    const addresses = stacks.flatMap(({ outputs }) => [
      outputs.chatUrl,
      outputs.invokeUrl,
      outputs.awsEndpoint,
    ]);
    expect(new Set(addresses).size).toBe(6);
    expect(await ended()).toEqual([0, 0]);
    await Promise.all(addresses.map((url) => expect(fetch(url)).rejects.toThrow("fetch failed")));
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
