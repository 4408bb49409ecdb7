import { effect, signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import type { Conversation } from "../../runtime/contract/conversation";
import type { Message } from "../../runtime/contract/message";
import { ConnectionLost } from "../../ui/api/api-error";
import { createChatModel } from "../../ui/models/chat-model";
import { createConversationsModel } from "../../ui/models/conversations-model";
import { createNoticesModel } from "../../ui/models/notices-model";
import { watchOtherDevices } from "../../ui/models/other-devices";
import { FakeTime, settle } from "./fakes/fake-time";
import { at, fakePorts, message } from "./ui-fakes";

const question = message({ id: "m1", role: "user", text: "Hi" });
const reply = message({ id: "m2", parentId: "m1", text: "One" });
const later = "2026-03-14T12:05:00.000Z";

const conversation = (id: string, given: Partial<Conversation> = {}): Conversation => ({
  id,
  title: `Chat ${id}`,
  createdAt: at,
  updatedAt: at,
  pinned: false,
  ...given,
});

/** What the server has, and a page that has conversation c1 open. */
async function openPage() {
  const time = new FakeTime();
  const server = {
    conversations: [conversation("c1"), conversation("c2")],
    messages: [reply, question] as Message[],
    isUp: true,
  };
  const answer = async <T>(read: () => T): Promise<T> => {
    if (!server.isUp) throw new ConnectionLost();
    return structuredClone(read());
  };
  const api = {
    listConversations: vi.fn(() => answer(() => ({ conversations: server.conversations }))),
    getConversation: vi.fn((id: string) =>
      answer(() => server.conversations.find((one) => one.id === id) ?? conversation(id)),
    ),
    listMessages: vi.fn(() => answer(() => ({ messages: server.messages }))),
    getMessage: vi.fn(async (_id: string, messageId: string) =>
      answer(() => server.messages.find(({ id }) => id === messageId) ?? reply),
    ),
  };
  const [isVisible, isOnline] = [signal(true), signal(true)];
  const ports = fakePorts(api, { wait: time.wait, isVisible, isOnline });
  ports.location.push("/c/c1");
  const notices = createNoticesModel(ports);
  const conversations = createConversationsModel(ports, notices);
  const chat = createChatModel(ports, conversations, notices);
  chat.follow();
  await conversations.load();
  await settle();
  vi.clearAllMocks();
  const end = watchOtherDevices(ports, { conversations, chat });
  const listed = () => conversations.groups.value.flatMap((group) => group.conversations.map(({ id }) => id));
  const shown = () => chat.thread.value.entries.path.value.map(({ key }) => key);
  return { time, server, api, conversations, chat, isVisible, isOnline, listed, shown, end };
}

describe("a page in sight", () => {
  it("asks for the beginning of the list every 25 s; for no more, and shows nothing anew, when it is the same", async () => {
    const { time, api, conversations, chat, end } = await openPage();
    let renders = 0;
    effect(() => {
      renders += 1;
      void [conversations.groups.value, chat.thread.value.entries.path.value, chat.thread.value.state.value];
    });
    await time.pass(24_999);
    expect(api.listConversations).toHaveBeenCalledTimes(0);
    await time.pass(75_001);
    expect(api.listConversations.mock.calls).toEqual(
      Array.from({ length: 4 }, () => [{ limit: 30 }, expect.any(AbortSignal), true]),
    );
    expect([api.getConversation, api.listMessages].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    expect(renders).toBe(1);
    end();
    await time.pass(60_000);
    expect(api.listConversations).toHaveBeenCalledTimes(4);
  });

  it("shows the turn that was written on another device, and follows its reply to the end", async () => {
    const { time, server, api, shown, chat } = await openPage();
    const running = message({ id: "m4", parentId: "m3", text: "So", status: "running" });
    server.messages = [running, message({ id: "m3", parentId: "m2", role: "user" }), ...server.messages];
    server.conversations = [conversation("c1", { updatedAt: later }), conversation("c2")];
    await time.pass(25_000);
    expect(shown()).toEqual(["m1", "m2", "m3", "m4"]);
    const textNow = () => chat.thread.value.entries.find("m4")?.message.value.text;
    expect(textNow()).toBe("So");

    const asked = api.listConversations.mock.calls.length;
    for (let second = 1; second <= 60; second += 1) await time.pass(1_000);
    expect(api.listConversations).toHaveBeenCalledTimes(asked);
    server.messages = [{ ...running, text: "So it is", status: "complete" }, ...server.messages.slice(1)];
    await time.pass(1_000);
    expect(textNow()).toBe("So it is");
    await time.pass(25_000);
    expect(api.listConversations).toHaveBeenCalledTimes(asked + 1);
  });

  it("lists what was begun, pinned, renamed or deleted there, and leaves the messages alone", async () => {
    const { time, server, api, listed, conversations } = await openPage();
    server.conversations = [conversation("c3", { updatedAt: later }), ...server.conversations];
    await time.pass(25_000);
    expect(listed()).toEqual(["c3", "c1", "c2"]);
    const [c3, c1, c2] = server.conversations as [Conversation, Conversation, Conversation];
    server.conversations = [{ ...c2, pinned: true, title: "Rye" }, c3, c1];
    await time.pass(25_000);
    expect([listed(), conversations.find("c2")?.title]).toEqual([["c2", "c3", "c1"], "Rye"]);
    server.conversations.pop();
    await time.pass(25_000);
    expect(listed()).toEqual(["c2", "c3"]);
    expect(api.listMessages).toHaveBeenCalledTimes(0);
  });

  it("sees the turn also when the list was read again without the conversation", async () => {
    const { time, server, shown, conversations } = await openPage();
    server.messages = [message({ id: "m3", parentId: "m2", role: "user" }), ...server.messages];
    server.conversations = [conversation("c1", { updatedAt: later }), conversation("c2")];
    await conversations.refresh();
    await time.pass(25_000);
    expect(shown()).toEqual(["m1", "m2", "m3"]);
  });

  it("asks a server that fails ever more seldom, and at the usual pace when it answers again", async () => {
    const { time, server, api } = await openPage();
    server.isUp = false;
    const asked: number[] = [];
    api.listConversations.mockImplementation(async () => {
      asked.push((time.clock() - Date.parse("2026-03-01T12:00:00.000Z")) / 1_000);
      if (!server.isUp) throw new ConnectionLost();
      return { conversations: server.conversations };
    });
    await time.pass(975_000);
    expect(asked).toEqual([25, 75, 175, 375, 675, 975]);
    server.isUp = true;
    await time.pass(350_000);
    expect(asked.slice(6)).toEqual([1275, 1300, 1325]);
  });
});

describe("a page out of sight or without a network", () => {
  it("asks nothing", async () => {
    const { time, api, isVisible, isOnline } = await openPage();
    isVisible.value = false;
    await time.pass(600_000);
    isOnline.value = false;
    isVisible.value = true;
    await time.pass(600_000);
    expect(api.listConversations).toHaveBeenCalledTimes(0);
    isOnline.value = true;
    await time.pass(25_000);
    expect(api.listConversations).toHaveBeenCalledTimes(1);
  });
});
