import { signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import type { Conversation } from "../../runtime/contract/conversation";
import { createConversationsModel } from "../../ui/models/conversations-model";
import { followElsewhere } from "../../ui/models/elsewhere";
import { createNoticesModel } from "../../ui/models/notices-model";
import { at, fakePorts, fakeTabs } from "./ui-fakes";

/** A store, and pages of one browser that list what is in it. */
function browser() {
  const stored = new Map<string, Conversation>(
    ["a", "b"].map((id) => [id, { id, title: `Chat ${id}`, createdAt: at, updatedAt: at, pinned: false }]),
  );
  const tabs = fakeTabs();
  const listConversations = vi.fn(async () => ({ conversations: [...stored.values()] }));
  const api = {
    listConversations,
    updateConversation: async (id: string, patch: Partial<Conversation>) => {
      const changed = { ...stored.get(id), ...patch } as Conversation;
      stored.set(id, changed);
      return changed;
    },
    deleteConversation: async (id: string) => void stored.delete(id),
  };
  async function openPage(isVisible = true) {
    let comeBack = () => {};
    const onReturn = (handler: () => void) => {
      comeBack = handler;
      return () => undefined;
    };
    const ports = fakePorts(api, { tabs: tabs(), onReturn, isVisible: signal(isVisible) });
    const model = createConversationsModel(ports, createNoticesModel(ports));
    followElsewhere(ports, model);
    await model.load();
    const titles = () => model.groups.value.flatMap((group) => group.conversations.map(({ title }) => title));
    return { model, titles, comeBack: () => comeBack() };
  }
  return { openPage, stored, listConversations };
}

describe("the list of a second tab", () => {
  it("gets the title that was given in the first", async () => {
    const { openPage } = browser();
    const [one, other] = [await openPage(), await openPage()];
    await one.model.change("a", { title: "Better" });
    await vi.waitFor(() => expect(other.titles()).toEqual(["Better", "Chat b"]));
  });

  it("loses what was deleted in the first, when that can no longer be undone", async () => {
    const { openPage, stored, listConversations } = browser();
    const [one, other] = [await openPage(), await openPage()];
    const deleted = stored.get("a");
    if (deleted) one.model.remove(deleted);
    await vi.waitFor(() => expect(other.titles()).toEqual(["Chat b"]));
    expect(listConversations).toHaveBeenCalledTimes(2);
  });

  it("is read when somebody comes back, not while nobody looks", async () => {
    const { openPage, listConversations } = browser();
    const [one, other] = [await openPage(), await openPage(false)];
    await one.model.change("a", { pinned: true });
    expect(listConversations).toHaveBeenCalledTimes(2);
    other.comeBack();
    await vi.waitFor(() => expect(other.model.groups.value.map(({ name }) => name)).toContain("pinned"));
  });
});
