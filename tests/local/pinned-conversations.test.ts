import { describe, expect, inject, it } from "vitest";
import type { Conversation, ConversationPage } from "../../runtime/contract/conversation";
import { newcomer } from "./api-client";

describe("A pinned conversation", () => {
  it("begins the list however old it is, until it is let go", async () => {
    const api = await newcomer(inject("outputs"));
    const dates = { createdAt: "2020-01-01T12:00:00.000Z", updatedAt: "2020-01-02T12:00:00.000Z" };
    const old = { title: "Flour", ...dates, pinned: true, messages: [] };
    const made = await api.request<Conversation>("POST", "/conversations", old);
    const newer = await api.chat({ message: "/echo newer" });
    const route = `/conversations/${made.body.id}`;
    const ids = async () => {
      const { body } = await api.request<ConversationPage>("GET", "/conversations?limit=100");
      return body.conversations.map(({ id }) => id);
    };
    const places = async () => {
      const listed = await ids();
      return [made.body.id, newer.body.conversationId].toSorted(
        (one, other) => listed.indexOf(one) - listed.indexOf(other),
      );
    };
    // The index follows the table within some ms.
    await expect.poll(places).toEqual([made.body.id, newer.body.conversationId]);
    await api.request("PATCH", route, { pinned: false });
    await expect.poll(places).toEqual([newer.body.conversationId, made.body.id]);
    await api.request("PATCH", route, { pinned: true });
    await expect.poll(places).toEqual([made.body.id, newer.body.conversationId]);
    await api.request("DELETE", route);
    await expect.poll(ids).not.toContain(made.body.id);
  });
});
