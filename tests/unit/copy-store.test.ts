import { beforeEach, describe, expect, it } from "vitest";
import type { Conversation } from "../../runtime/contract/conversation";
import { Problem } from "../../runtime/contract/problem";
import type { CopyRecords } from "../../runtime/adapters/aurora-copies";
import type { ConversationStore } from "../../runtime/ports";
import { type CopyProgress, copyStore } from "../../scripts/migrate-store/copy-store";
import { isSame, progressText, reportText } from "../../scripts/migrate-store/progress-text";
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
      same: 0,
      deleted: 0,
      changed: [],
      deletedThere: [],
      deletedHere: [],
      differing: [],
      failed: [],
      others: 0,
      source: expect.stringMatching(/^[0-9a-f]{64}$/),
      target: report.source,
    });
    expect(await titles(to, "ann")).toEqual(["Wheat", "Rye"]);
    expect(await to.presets.listPresets("bob")).toEqual(await from.presets.listPresets("bob"));
    expect(told.at(0)).toEqual({ conversations: 0, total: 3, messages: 0 });
    expect(told.at(-1)).toEqual({ conversations: 3, total: 3, messages: 6 });
  });

  it("that loses a side ends soon, goes on where it was, and writes nothing twice", async () => {
    for (let made = 0; made < 20; made++) await chat(from.conversations, "ann", `Bread ${made}`);
    let left = 3;
    let refused = 0;
    const dying: StorePlace = {
      ...to,
      conversations: {
        ...to.conversations,
        importConversation: async (...given) => {
          if (left-- <= 0) throw new Error(`connection lost ${(refused += 1)}`);
          await to.conversations.importConversation(...given);
        },
        listConversations: async (...given) => {
          if (left < 0) throw new Error("no connection");
          return to.conversations.listConversations(...given);
        },
      },
    };
    await expect(copyStore({ from, to: dying, records })).rejects.toThrow(
      /^10 in a row could not be copied: no connection\nfailed: ann [\w-]+: connection lost 1\n/,
    );
    // Besides ten in a row: those under way, and those before the last that was written had been read back.
    expect(refused).toBeLessThan(17);
    expect(await to.conversations.listConversations("ann", { limit: 20 })).toMatchObject({
      conversations: { length: 3 },
    });
    const report = await copyStore({ from, to, records });
    expect([report.written, report.same]).toEqual([17, 3]);
    expect(report.target).toBe(report.source);
    expect((await copyStore({ from, to, records })).written).toBe(0);
  });

  it("names what cannot be copied, copies all else, and tries it again the next time", async () => {
    const ids: string[] = [];
    for (let made = 0; made < 14; made++)
      ids.push((await chat(from.conversations, "ann", `Bread ${made}`)).id);
    await from.presets.putPreset("bob", { id: "p", name: "Brief", settings: {} });
    // Twelve in a row that cannot be read, and one that the target refuses.
    const unreadable = new Set(ids.slice(1, 13));
    const picky: StorePlace = {
      ...to,
      conversations: {
        ...to.conversations,
        importConversation: async (owner, conversation, messages) => {
          if (conversation.id === ids[0]) throw new Problem("bad_request", "text: is too long.");
          await to.conversations.importConversation(owner, conversation, messages);
        },
      },
    };
    const broken: StorePlace = {
      ...from,
      conversations: {
        ...from.conversations,
        listMessages: async (owner, id, query) => {
          if (unreadable.has(id)) throw new Error("a row has more than 64 KB");
          return from.conversations.listMessages(owner, id, query);
        },
      },
    };
    const told: CopyProgress[] = [];
    const report = await copyStore({ from: broken, to: picky, records }, (progress) =>
      told.push({ ...progress }),
    );
    expect(report).toMatchObject({ conversations: 1, written: 1, presets: 1, differing: [] });
    expect(report.failed.toSorted()).toEqual(
      ids
        .slice(0, 13)
        .map((id, at) => `ann ${id}: ${at === 0 ? "text: is too long." : "a row has more than 64 KB"}`)
        .toSorted(),
    );
    expect(isSame(report)).toBe(false);
    expect(reportText(report)).toContain(`\nfailed: ann ${ids[1]}: a row has more than 64 KB\n`);
    expect(told.at(-1)).toMatchObject({ conversations: 14, total: 14 });
    expect(await titles(to, "ann")).toEqual(["Bread 13"]);
    expect(await copyStore({ from, to, records })).toMatchObject({ written: 13, same: 1, failed: [] });
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
