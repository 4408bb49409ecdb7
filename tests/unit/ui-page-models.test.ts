import { signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import { createChatModel } from "../../ui/models/chat-model";
import { createConversationsModel } from "../../ui/models/conversations-model";
import { createLayoutModel } from "../../ui/models/layout-model";
import { createMessageTree } from "../../ui/models/message-tree";
import { createNoticesModel } from "../../ui/models/notices-model";
import { createThemeModel } from "../../ui/models/theme-model";
import { fakePorts, fakeStorage, message, started, streamOf } from "./ui-fakes";

describe("the theme", () => {
  it("follows the system until one is chosen, and remembers the choice", () => {
    const storage = fakeStorage();
    const systemIsDark = signal(true);
    const model = createThemeModel(storage, systemIsDark);
    expect(model.theme.value).toBe("dark");
    model.choose("light");
    expect([model.theme.value, storage.get("parley:theme")]).toEqual(["light", "light"]);
    model.choose("system");
    systemIsDark.value = false;
    expect([model.theme.value, storage.get("parley:theme")]).toEqual(["light", undefined]);
  });
});

describe("the layout", () => {
  it("closes a drawer after a choice, but leaves a sidebar open", () => {
    const isNarrow = signal(false);
    const layout = createLayoutModel(fakeStorage(), isNarrow);
    layout.leaveSidebar();
    expect(layout.sidebarOpen.value).toBe(true);
    isNarrow.value = true;
    expect(layout.sidebarOpen.value).toBe(false);
    layout.showSidebar();
    expect(layout.sidebarOpen.value).toBe(true);
    layout.leaveSidebar();
    expect(layout.sidebarOpen.value).toBe(false);
  });

  it("remembers that the sidebar was hidden", () => {
    const storage = fakeStorage();
    createLayoutModel(storage, signal(false)).hideSidebar();
    expect(createLayoutModel(storage, signal(false)).sidebarOpen.value).toBe(false);
  });
});

describe("versions of a message", () => {
  const nodes = [
    { id: "1", parentId: null },
    { id: "2", parentId: "1" },
    { id: "5", parentId: null },
    { id: "3", parentId: "2" },
    { id: "4", parentId: "2" },
  ];

  const tree = createMessageTree(nodes, (node) => node);

  it("are the messages with the same parent, oldest first", () => {
    expect(tree.answersTo("2").map(({ id }) => id)).toEqual(["3", "4"]);
    expect(tree.answersTo(null).map(({ id }) => id)).toEqual(["1", "5"]);
  });

  it("end in the newest message of their branch", () => {
    expect(tree.newestUnder("1")?.id).toBe("4");
    expect(tree.newestUnder(null)?.id).toBe("5");
  });

  it("have a way to them from the root, or from what is there", () => {
    expect(tree.pathTo("4").map(({ id }) => id)).toEqual(["1", "2", "4"]);
    expect(createMessageTree(nodes.slice(3), (node) => node).pathTo("4")).toEqual([nodes[4]]);
    const circle = [
      { id: "1", parentId: "2" },
      { id: "2", parentId: "1" },
    ];
    expect(
      createMessageTree(circle, (node) => node)
        .pathTo("2")
        .map(({ id }) => id),
    ).toEqual(["1", "2"]);
  });
});

describe("the chat", () => {
  function chatModel() {
    const done = message({ id: "m2", parentId: "m1", text: "Good" });
    const isStale = signal(false);
    const listMessages = vi.fn(async () => ({ messages: [] }));
    const api = {
      chat: () => streamOf([started, { type: "done", message: done }]),
      listMessages,
      getConversation: async () => ({ id: "c9", title: "Nine", createdAt: "", updatedAt: "", pinned: false }),
    };
    const ports = fakePorts(api, { isStale });
    const notices = createNoticesModel(ports);
    const chat = createChatModel(ports, createConversationsModel(ports, notices), notices);
    return { ports, chat, isStale, listMessages };
  }

  it("gives a new conversation its address when it has begun", async () => {
    const { ports, chat } = chatModel();
    chat.thread.value.draft.write("Hi");
    await chat.thread.value.send();
    expect(ports.location.path()).toBe("/c/c1");
  });

  it("reads what was kept from before again when the server answers", async () => {
    const { chat, isStale, listMessages } = chatModel();
    isStale.value = true;
    chat.open("c9");
    await vi.waitFor(() => expect(chat.thread.value.state.value).toBe("ready"));
    expect(listMessages).toHaveBeenCalledTimes(1);
    isStale.value = false;
    await vi.waitFor(() => expect(listMessages).toHaveBeenCalledTimes(2));
  });

  it("opens what the address names, and an empty chat at the root", () => {
    const { ports, chat } = chatModel();
    ports.location.push("/c/c9");
    chat.follow();
    expect(chat.thread.value.id.value).toBe("c9");
    ports.location.push("/");
    chat.follow();
    expect(chat.thread.value.id.value).toBeUndefined();
  });

  it("opens an address with broken escapes as it stands", () => {
    const { ports, chat } = chatModel();
    ports.location.push("/c/c9%zz#50%");
    chat.follow();
    expect(chat.thread.value.id.value).toBe("c9%zz");
  });
});

describe("a notice", () => {
  const problem = { text: "No connection.", tone: "problem" as const };
  const offer = () => ({
    text: "Deleted",
    tone: "plain" as const,
    action: { label: "Undo", run: () => undefined },
  });

  it("takes the place of one that says the same", () => {
    const notices = createNoticesModel({ wait: () => new Promise(() => undefined) });
    notices.show(problem);
    notices.show({ ...problem });
    expect(notices.items.value).toEqual([problem]);
  });

  it("leaves what another one offers, though it says the same", () => {
    const notices = createNoticesModel({ wait: () => new Promise(() => undefined) });
    const [first, second] = [offer(), offer()];
    notices.show(first);
    notices.show(second);
    expect(notices.items.value).toEqual([first, second]);
  });
});
