import { beforeEach, describe, expect, it } from "vitest";
import type { Conversation } from "../../runtime/contract/conversation";
import type { CopyRecords } from "../../runtime/adapters/aurora-copies";
import type { ConversationStore } from "../../runtime/ports";
import { type CopyProgress, copyStore } from "../../scripts/migrate-store/copy-store";
import { progressText, reportText } from "../../scripts/migrate-store/progress-text";
import type { StorePlace } from "../../scripts/migrate-store/store-place";
import { createTurnMaker } from "../contract/new-turn";
import { FakeTime } from "./fakes/fake-time";
import { createMemoryCopies } from "./fakes/memory-copies";
import { createMemoryConversationStore } from "./fakes/memory-conversation-store";
import { createMemoryPresetStore } from "./fakes/memory-preset-store";

let time: FakeTime;
let newTurn: ReturnType<typeof createTurnMaker>;
let from: StorePlace;
let to: StorePlace;
let records: CopyRecords;

function newPlace(): StorePlace {
  return {
    conversations: createMemoryConversationStore(time.clock),
    presets: createMemoryPresetStore(),
    owners: async () => ["ann", "bob"],
  };
}

beforeEach(() => {
  time = new FakeTime();
  newTurn = createTurnMaker(time.clock);
  from = newPlace();
  to = newPlace();
  records = createMemoryCopies();
});

/** A conversation with one exchange that has ended. */
async function chat(store: ConversationStore, owner: string, text: string): Promise<Conversation> {
  const { conversation, user, reply } = newTurn({ owner, text });
  const messages = [user, { ...reply, text: `${text}!`, status: "complete" as const }];
  await store.importConversation(owner, conversation, messages);
  await time.pass(1_000);
  return conversation;
}

const titles = async (place: StorePlace, owner: string) =>
  (await place.conversations.listConversations(owner, { limit: 10 })).conversations.map(({ title }) => title);

describe("A copy", () => {
  it("brings everything of everybody, says how far it is, and has the same fingerprint at both sides", async () => {
    await chat(from.conversations, "ann", "Rye");
    await chat(from.conversations, "ann", "Wheat");
    await chat(from.conversations, "bob", "Oats");
    await from.presets.putPreset("bob", { id: "p", name: "Brief", settings: { system: "Be brief." } });
    const told: CopyProgress[] = [];
    const report = await copyStore({ from, to, records }, (progress) => told.push({ ...progress }));
    expect(report).toEqual({
      owners: 2,
      conversations: 3,
      messages: 6,
      presets: 1,
      written: 3,
      deleted: 0,
      changed: [],
      deletedThere: [],
      deletedHere: [],
      differing: [],
      others: 0,
      source: expect.stringMatching(/^[0-9a-f]{64}$/),
      target: report.source,
    });
    expect(await titles(to, "ann")).toEqual(["Wheat", "Rye"]);
    expect(await to.presets.listPresets("bob")).toEqual(await from.presets.listPresets("bob"));
    expect(told.at(0)).toEqual({ conversations: 0, total: 3, messages: 0 });
    expect(told.at(-1)).toEqual({ conversations: 3, total: 3, messages: 6 });
  });

  it("that was cut short goes on where it was, and writes nothing twice", async () => {
    for (const text of ["Rye", "Wheat", "Oats", "Spelt", "Barley", "Maize"])
      await chat(from.conversations, "ann", text);
    let left = 3;
    const dying: StorePlace = {
      ...to,
      conversations: {
        ...to.conversations,
        importConversation: async (...given) => {
          if (left-- === 0) throw new Error("cut short");
          await to.conversations.importConversation(...given);
        },
      },
    };
    await expect(copyStore({ from, to: dying, records })).rejects.toThrow("cut short");
    const there = (await titles(to, "ann")).length;
    expect(there).toBeGreaterThanOrEqual(3);
    const report = await copyStore({ from, to, records });
    expect(report.written).toBe(6 - there);
    expect(report.target).toBe(report.source);
    expect((await copyStore({ from, to, records })).written).toBe(0);
  });

  it("tells what is not the same after it was written", async () => {
    const { id } = await chat(from.conversations, "ann", "Rye");
    const forgetful: StorePlace = {
      ...to,
      conversations: {
        ...to.conversations,
        importConversation: (owner, conversation, messages) =>
          to.conversations.importConversation(owner, conversation, messages.slice(1)),
      },
    };
    const report = await copyStore({ from, to: forgetful, records });
    expect(report.differing).toEqual([`ann ${id}`]);
    expect(report.target).not.toBe(report.source);
    expect(reportText(report)).toContain(`run it again: ann ${id}`);
  });
});

describe("What is told of a copy", () => {
  it("is how much of how much, and how fast", () => {
    const progress = { conversations: 3, total: 10, messages: 120 };
    expect(progressText(progress, 2_000)).toBe("3 of 10 conversations, 120 messages, 60 a second");
  });
});
