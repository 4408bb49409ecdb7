import { expect, vi } from "vitest";
import { plainProps } from "../../local/engine/wire";
import type { RunningStack } from "../../local/stack";
import type { NewKey } from "../../runtime/contract/key";
import { ApiClient, collect } from "./api-client";
import { askToUpload, uploadFile } from "./file-upload";
import { asking, openAiClient } from "./openai-client";

/** Asks the API and the page for everything that they can be asked for. */
export async function useEverything(stack: RunningStack): Promise<void> {
  const value = (name: string) => String(stack.outputs[name]?.value);
  const [invokeUrl, apiKey] = [value("invokeUrl"), value("apiKey")];
  const api = new ApiClient({ invokeUrl, apiKey });
  await deleteWhileReading(stack, api);
  await useApi(api, value("chatUrl"));
  await keepExchanges(invokeUrl, apiKey);
}

/** A turn whose conversation is deleted while it reads its file, of 9 MB: nothing is left of the file either. */
async function deleteWhileReading({ cloud }: RunningStack, api: ApiClient): Promise<void> {
  const { conversationId } = (await api.chat({ message: "/echo on" })).body;
  await api.request("GET", `/conversations/${conversationId}`);
  const fileId = await uploadFile(api, "long.txt", "Flour is ground grain.\n".repeat(400_000));
  // No turn has looked for a file before this one does, which knows its conversation then.
  const looksForFile = () =>
    cloud.iam
      .exercised()
      .some(({ roleArn, action }) => roleArn.includes("-chat") && action === "s3:GetObject");
  expect(looksForFile()).toBe(false);
  const turn = api.chat({ message: "What is flour?", conversationId, files: [fileId] });
  await vi.waitFor(() => expect(looksForFile()).toBe(true), { timeout: 10_000, interval: 5 });
  await api.request("DELETE", `/conversations/${conversationId}`);
  expect((await turn).status).toBe(404);
  expect((await api.request("GET", `/files/${fileId}`)).status).toBe(404);
}

async function useApi(api: ApiClient, chatUrl: string): Promise<void> {
  await collect(api.stream({ message: "/tokens 30 20" }));
  // Three bytes a character: over 300 KB, so that it lies in S3. The second time is the same turn.
  const long = { message: `/echo ${"粉".repeat(110_000)}`, maxTokens: 5, clientMessageId: "long" };
  const { body } = await api.chat(long);
  await api.chat(long);
  const { conversationId, message } = body;
  await api.chat({ message: "/echo on", conversationId });
  await api.request("GET", "/conversations?q=echo");
  await api.request("GET", `/conversations/${conversationId}/messages`);
  await api.request("PATCH", `/conversations/${conversationId}`, { title: "Flour" });
  await api.request("PUT", `/conversations/${conversationId}/messages/${message.id}/feedback`, {
    rating: "like",
  });
  await api.request("POST", `/conversations/${conversationId}/stop`);
  const fileId = await uploadFile(api, "flour.txt", "flour");
  await api.request("GET", "/files");
  await api.request("PATCH", `/files/${fileId}`, { conversationId });
  await api.request("DELETE", `/files/${fileId}`);
  const attached = await uploadFile(api, "attached.txt", "goes with its conversation");
  await api.request("PATCH", `/files/${attached}`, { conversationId });
  await api.request("DELETE", `/conversations/${conversationId}`);
  await askAboutFile(api);
  await importLong(api);
  await api.request("PUT", "/presets/plain", { name: "Plain", settings: {} });
  await api.request("GET", "/presets");
  await api.request("DELETE", "/presets/plain");
  const key = await api.request<NewKey>("POST", "/keys", { name: "Granted", owner: "somebody" });
  await api.request("PATCH", "/people/somebody", { tier: "standard" });
  await api.request("GET", "/keys");
  await api.request("DELETE", `/keys/${key.body.id}`);
  await fetch(`${chatUrl}/api/conversations`);
}

/** What was read of a file the first time is kept beside it for the second. */
async function askAboutFile(api: ApiClient): Promise<void> {
  const files = [await uploadFile(api, "asked.txt", "Flour is ground grain.")];
  const { body } = await api.chat({ message: "What is flour?", files });
  await api.chat({ message: "And again?", conversationId: body.conversationId });
}

/** Exchanges that are kept, one of them deleted while it is written. Over 300 KB a text goes to S3. */
async function keepExchanges(invokeUrl: string, apiKey: string): Promise<void> {
  const api = new ApiClient({ invokeUrl, apiKey });
  const openai = openAiClient({ invokeUrl, apiKey }).chat.completions;
  const { model } = asking("");
  const history = [
    { role: "user" as const, content: "粉".repeat(110_000) },
    { role: "assistant" as const, content: "Flour." },
  ];
  await openai.create({ model, messages: [...history, { role: "user", content: "/echo on" }], store: true });
  await openai.create({ ...asking("/tokens 40 1000 10000"), store: true });
  const askAbout = (file_id: string) => {
    const file = { type: "file" as const, file: { file_id } };
    return openai.create({
      model,
      messages: [{ role: "user", content: [file, { type: "text", text: "What?" }] }],
    });
  };
  await askAbout(await uploadFile(api, "asked.txt", "Flour."));
  const { id: unsent } = await askToUpload(api, "unsent.txt", 5);
  await expect(askAbout(unsent)).rejects.toMatchObject({ status: 409 });

  const endless = { ...asking("/tokens 400 20 10000"), store: true, stream: true as const };
  const { data, response } = await openai.create(endless).withResponse();
  const reading = (async () => {
    for await (const { choices } of data)
      if (choices[0]?.delta.content?.startsWith("word33x")) {
        await api.request("DELETE", `/conversations/${response.headers.get("x-parley-conversation")}`);
      }
  })();
  await expect(reading).rejects.toMatchObject({ code: "not_found" });
}

/** Over 300 KB, so that it goes to S3. */
async function importLong(api: ApiClient): Promise<void> {
  const dates = { createdAt: "2026-01-01T12:00:00Z", updatedAt: "2026-01-01T12:00:00Z" };
  const text = "粉".repeat(110_000);
  const question = { id: "01ARZ3NDEKTSV4RRFFQ69G5FAV", parentId: null, role: "user", status: "complete" };
  const messages = [{ ...question, text, ...dates }];
  await api.request("POST", "/conversations", { title: "Flour", ...dates, messages });
}

/** What the program grants and nobody has used: `<role> <action>` for each. */
export function unusedGrants(stack: RunningStack): string[] {
  const used = new Set(
    stack.cloud.iam.exercised().map(({ roleArn, action }) => `${roleArn.split("/").at(-1)} ${action}`),
  );
  return granted(stack).filter((grant) => !used.has(grant));
}

function granted(stack: RunningStack): string[] {
  const policies = stack.resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
  return policies.flatMap((resource) => {
    const { role, policy } = plainProps(resource.inputs);
    const { Statement } = typeof policy === "string" ? JSON.parse(policy) : policy;
    return Statement.flatMap(({ Action }: { Action: string | string[] }) =>
      [Action].flat().map((action) => `${role} ${action}`),
    );
  });
}
