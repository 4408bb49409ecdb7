import { describe, expect, it } from "vitest";
import type { ChatRequest } from "../../runtime/contract/chat";
import type { ChatSettings } from "../../runtime/contract/chat-settings";
import type { ConversationPatch } from "../../runtime/contract/conversation";
import type { PageBoot } from "../../runtime/contract/site";
import type { ParleyApi } from "../../ui/api/client";
import { checkFields, fieldsOf, maxReplyTokens } from "../../ui/models/chat-fields";
import { createChatSettings } from "../../ui/models/chat-settings-model";
import type { Notice } from "../../ui/models/notices-model";
import { withSettings } from "../../ui/models/with-settings";
import { plainBoot } from "../../ui/plain-boot";
import { at, fakePorts, streamOf } from "./ui-fakes";

const boot: PageBoot = { ...plainBoot, models: ["small", "large"] };
const conversation = { id: "c1", title: "One", createdAt: at, updatedAt: at, pinned: false };

function chatSettings(given: { update?: () => Promise<void>; pauses?: (() => void)[] } = {}) {
  const patches: ConversationPatch[] = [];
  const notices: Notice[] = [];
  const api: Partial<ParleyApi> = {
    updateConversation: async (_id, patch) => {
      patches.push(patch);
      await given.update?.();
      return conversation;
    },
  };
  const wait = async (_ms: number, signal?: AbortSignal) => {
    if (!given.pauses) return undefined;
    return new Promise<void>((resolve) => {
      given.pauses?.push(resolve);
      signal?.addEventListener("abort", () => resolve());
    });
  };
  const ports = fakePorts(api, { boot, wait });
  return { model: createChatSettings(ports, (notice) => notices.push(notice)), patches, notices, ports };
}

const outline = { key: "site-0", settings: { system: "Outline it.", temperature: 0.4 } };

describe("the fields of a chat's settings", () => {
  it.for<[string, Parameters<typeof checkFields>[0], ChatSettings]>([
    ["nothing", { model: "", system: " ", temperature: "", maxTokens: "" }, {}],
    [
      "all of them",
      { model: "large", system: "Be brief.", temperature: "0,7", maxTokens: " 100 " },
      { model: "large", system: "Be brief.", temperature: 0.7, maxTokens: 100 },
    ],
    [
      "the ends",
      { model: "", system: "", temperature: "2", maxTokens: "15872" },
      { temperature: 2, maxTokens: 15_872 },
    ],
    ["zero", { model: "", system: "", temperature: "0", maxTokens: "1" }, { temperature: 0, maxTokens: 1 }],
  ])("may hold %s", ([, fields, settings]) => {
    expect(checkFields(fields, boot, {})).toEqual({ settings, wrong: new Set() });
  });

  it.for<[string, string]>([
    ["temperature", "2.1"],
    ["temperature", "-1"],
    ["temperature", "warm"],
    ["temperature", "1e1"],
    ["maxTokens", "0"],
    ["maxTokens", "1.5"],
    ["maxTokens", "15873"],
    ["system", "x".repeat(20_001)],
  ])("may not hold %s %s: that setting stays as it was", ([field, text]) => {
    const before: ChatSettings = { temperature: 0.5, maxTokens: 7, system: "As it was." };
    const fields = { ...fieldsOf(before, boot), [field]: text };
    expect(checkFields(fields, boot, before)).toEqual({ settings: before, wrong: new Set([field]) });
  });

  it("leave room for the question beside the longest reply", () => {
    expect(maxReplyTokens({ maxTokens: 1, contextTokens: 16_384 })).toBe(15_872);
    expect(maxReplyTokens({ maxTokens: 1, contextTokens: 131_072 })).toBe(16_384);
    expect(maxReplyTokens({ maxTokens: 1, contextTokens: 256 })).toBe(1);
  });

  it("leave out a model that is not served any more", () => {
    expect(fieldsOf({ model: "gone" }, boot).model).toBe("");
    expect(fieldsOf({ model: "large" }, boot).model).toBe("large");
  });
});

describe("the settings of a chat", () => {
  it("are none in a new chat, and saved by its first turn", async () => {
    const { model, patches } = chatSettings();
    expect(model.forTurn()).toEqual({});
    model.choose(outline);
    expect(model.forTurn()).toEqual(outline.settings);
    model.begun("c1");
    await model.saved();
    expect(patches).toEqual([]);
  });

  it("that change while the first turn is on its way are saved when it has begun", async () => {
    const { model, patches } = chatSettings();
    model.forTurn();
    model.choose(outline);
    model.begun("c1");
    await model.saved();
    expect(patches).toEqual([{ settings: outline.settings }]);
  });

  it("are those of an existing conversation", () => {
    const { model } = chatSettings();
    model.adopt({ ...conversation, settings: { system: "Be brief.", maxTokens: 9 } });
    expect(model.fields.value).toEqual({ model: "", system: "Be brief.", temperature: "", maxTokens: "9" });
    expect(model.forTurn()).toEqual({ system: "Be brief.", maxTokens: 9 });
  });

  it("are saved once when one has paused, and cleared with null", async () => {
    const pauses: (() => void)[] = [];
    const { model, patches } = chatSettings({ pauses });
    model.adopt(conversation);
    model.write({ system: "B" });
    model.write({ system: "Be" });
    expect(patches).toEqual([]);
    pauses.forEach((end) => end());
    await expect.poll(() => patches).toEqual([{ settings: { system: "Be" } }]);
    model.choose();
    await model.saved();
    expect(patches.at(-1)).toEqual({ settings: null });
  });

  it("go back to what can be when one leaves the fields", async () => {
    const { model, patches } = chatSettings();
    model.adopt({ ...conversation, settings: { temperature: 0.5 } });
    model.write({ temperature: "9" });
    expect([...model.wrong.value]).toEqual(["temperature"]);
    expect(model.forTurn()).toEqual({ temperature: 0.5 });
    await model.settle();
    expect(model.fields.value.temperature).toBe("0.5");
    expect(patches).toEqual([]);
  });

  it("that could not be saved are told, and saved again when asked", async () => {
    const answers = [() => Promise.reject(new Error("offline")), () => Promise.resolve()];
    const { model, patches, notices } = chatSettings({
      update: () => answers.shift()?.() ?? Promise.resolve(),
    });
    model.adopt(conversation);
    model.choose(outline);
    await model.saved();
    await expect.poll(() => model.saving.value).toBe("failed");
    expect(notices.map(({ text }) => text)).toEqual(["The settings of this chat could not be saved."]);
    await model.saved();
    expect(model.saving.value).toBe("saved");
    expect(patches).toHaveLength(2);
  });

  it("that were changed here before the conversation came are kept", async () => {
    const { model, patches } = chatSettings();
    model.write({ system: "Mine." });
    model.adopt({ ...conversation, settings: { system: "Theirs." } });
    await model.saved();
    expect(model.settings.value).toEqual({ system: "Mine." });
    expect(patches).toEqual([{ settings: { system: "Mine." } }]);
  });
});

describe("a turn", () => {
  it("goes with the settings, after they have been saved", async () => {
    const order: string[] = [];
    const { model, ports } = chatSettings({ update: async () => void order.push("saved") });
    const asked: ChatRequest[] = [];
    ports.api.chat = (request) => {
      order.push("asked");
      asked.push(request);
      return streamOf([]);
    };
    model.adopt(conversation);
    model.choose(outline);
    const api = withSettings(ports.api, model);
    for await (const event of api.chat({ message: "Hi", conversationId: "c1" })) throw new Error(event.type);
    expect(order).toEqual(["saved", "asked"]);
    expect(asked).toEqual([{ message: "Hi", conversationId: "c1", ...outline.settings }]);
  });
});
