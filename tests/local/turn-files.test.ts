import { beforeAll, describe, expect, inject, it } from "vitest";
import type { ChatRequest, ChatResponse } from "../../runtime/contract/chat";
import type { ConversationPage, MessagePage } from "../../runtime/contract/conversation";
import type { FileLink } from "../../runtime/contract/file";
import type { NewKey } from "../../runtime/contract/key";
import type { ErrorBody } from "../../runtime/contract/problem";
import { ApiClient } from "./api-client";
import { askToUpload, uploadFile } from "./file-upload";

const outputs = inject("outputs");
let carol: ApiClient;
let dave: ApiClient;

beforeAll(async () => {
  const admin = new ApiClient(outputs);
  const withKeyOf = async (owner: string) => {
    const { body } = await admin.request<NewKey>("POST", "/keys", { name: "Files", owner });
    return new ApiClient({ ...outputs, apiKey: body.key });
  };
  [carol, dave] = [await withKeyOf("files-carol"), await withKeyOf("files-dave")];
});

const ask = async (request: ChatRequest, api = carol): Promise<ChatResponse> => {
  const { status, body } = await api.chat(request);
  expect([status, body]).toMatchObject([200, { message: { status: "complete" } }]);
  return body;
};
const refused = async (request: ChatRequest, api = carol) => {
  const { status, body } = await api.request<ErrorBody>("POST", "/chat", request);
  return [status, body.error.message];
};
const fileOf = async (id: string, api = carol) => (await api.request<FileLink>("GET", `/files/${id}`)).body;

describe("A turn with files", () => {
  it("makes them its conversation's, where later turns, edits and regenerations may use them again", async () => {
    const id = await uploadFile(carol, "rye.txt", "Rye needs salt.");
    const first = await ask({ message: "/echo first", files: [id], clientMessageId: "with-a-file" });
    const { conversationId, userMessageId, message } = first;
    const told = { id, name: "rye.txt", type: "text/plain", size: 15 };
    const { url, ...kept } = await fileOf(id);
    expect(kept).toMatchObject({ ...told, conversationId });
    expect(await (await fetch(url)).text()).toBe("Rye needs salt.");

    // The same turn, sent twice; then a later one, an edited one and another version of the first.
    const again = await ask({ message: "/echo first", files: [id], clientMessageId: "with-a-file" });
    expect(again).toEqual(first);
    await ask({ message: "/echo second", files: [id], conversationId });
    await ask({ message: "/echo edited", files: [id], conversationId, parentId: null });
    await ask({ regenerate: message.id, conversationId });
    const route = `/conversations/${conversationId}/messages`;
    const { messages } = (await carol.request<MessagePage>("GET", route)).body;
    const questions = messages.filter(({ role }) => role === "user");
    expect(questions.map(({ text, files }) => [text, files])).toEqual([
      ["/echo edited", [told]],
      ["/echo second", [told]],
      ["/echo first", [told]],
    ]);

    // Its file may go by itself; the message goes on to say what it was.
    expect((await carol.request("DELETE", `/files/${id}`)).status).toBe(204);
    const question = await carol.request("GET", `/conversations/${conversationId}/messages/${userMessageId}`);
    expect(question.body).toMatchObject({ files: [told] });
    await carol.request("DELETE", `/conversations/${conversationId}`);
  });

  it("that may not have them is refused, naming the file, and nothing has changed", async () => {
    const chats = async (api = carol) =>
      (await api.request<ConversationPage>("GET", "/conversations")).body.conversations.length;
    const mine = await uploadFile(carol, "mine.txt", "Salt.");
    const unsent = (await askToUpload(carol, "unsent.txt", 5)).id;
    const before = [await chats(), await chats(dave)];
    const asking = (...files: string[]) => ({ message: "/echo no", files });
    expect(await refused(asking(mine), dave)).toEqual([404, `files: there is no file "${mine}".`]);
    expect(await refused(asking(mine, "never-was"))).toEqual([404, 'files: there is no file "never-was".']);
    expect(await refused(asking(mine, unsent))).toEqual([
      409,
      `files: "unsent.txt" (${unsent}) has not been uploaded.`,
    ]);
    const eleven = Array.from({ length: 11 }, (_, index) => `file-${index}`);
    expect(await refused(asking(...eleven))).toEqual([400, "files: has 11 entries; at most 10 are allowed."]);
    expect(await fileOf(mine)).not.toHaveProperty("conversationId");
    expect([await chats(), await chats(dave)]).toEqual(before);

    const { conversationId } = await ask(asking(mine));
    expect(await refused(asking(mine))).toEqual([
      409,
      `files: "mine.txt" (${mine}) belongs to another conversation; upload it again to use it here.`,
    ]);
    expect(await chats()).toBe((before[0] ?? 0) + 1);
    await carol.request("DELETE", `/conversations/${conversationId}`);
    expect((await carol.request("GET", `/files/${mine}`)).status).toBe(404);
    await carol.request("DELETE", `/files/${unsent}`);
  });
});
