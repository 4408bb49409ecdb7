import { beforeEach, describe, expect, it } from "vitest";
import type { CopyRecords } from "../../runtime/adapters/aurora-copies";
import { copyStore } from "../../scripts/migrate-store/copy-store";
import { isSame, reportText } from "../../scripts/migrate-store/progress-text";
import type { StorePlace } from "../../scripts/migrate-store/store-place";
import { createTurnMaker } from "../contract/new-turn";
import { FakeTime } from "./fakes/fake-time";
import { createMemoryConversationStore } from "./fakes/memory-conversation-store";
import { createMemoryCopies } from "./fakes/memory-copies";
import { createMemoryPresetStore } from "./fakes/memory-preset-store";

let time: FakeTime;
let from: StorePlace;
let to: StorePlace;
let records: CopyRecords;
/** A conversation and a preset that were copied, and the conversation's reply. */
let id: string;
let replyId: string;

beforeEach(async () => {
  time = new FakeTime();
  [from, to] = [newPlace(), newPlace()];
  records = createMemoryCopies();
  const { conversation, user, reply } = createTurnMaker(time.clock)({ text: "Rye" });
  [id, replyId] = [conversation.id, reply.id];
  await from.conversations.importConversation("ann", conversation, [user, { ...reply, status: "complete" }]);
  await from.presets.putPreset("ann", { id: "p", name: "Brief", settings: {} });
  await copyStore({ from, to, records });
});

function newPlace(): StorePlace {
  return {
    conversations: createMemoryConversationStore(time.clock),
    presets: createMemoryPresetStore(),
    owners: async () => ["ann"],
  };
}

const rename = ({ conversations }: StorePlace, title: string) =>
  conversations.updateConversation("ann", id, { title });
const titleAt = async ({ conversations }: StorePlace) =>
  (await conversations.listConversations("ann", { limit: 1 })).conversations[0]?.title;
const presetAt = async ({ presets }: StorePlace) => (await presets.listPresets("ann"))[0]?.name;

describe("A copy that is made again", () => {
  it("brings what was changed at the source, also what moves no date", async () => {
    await rename(from, "Dark rye");
    await from.conversations.updateConversation("ann", id, { pinned: true });
    await from.conversations.setFeedback("ann", id, replyId, { rating: "like" });
    await from.presets.putPreset("ann", { id: "p", name: "Briefer", settings: {} });
    const report = await copyStore({ from, to, records });
    expect([report.written, isSame(report), await presetAt(to)]).toEqual([1, true, "Briefer"]);
    expect(await to.conversations.getConversation("ann", id)).toMatchObject({
      title: "Dark rye",
      pinned: true,
    });
    expect((await to.conversations.getMessage("ann", id, replyId)).feedback).toEqual({ rating: "like" });
  });

  it("leaves what was changed at the target, also what moves no date, and names it", async () => {
    await rename(to, "Dark rye");
    await to.presets.putPreset("ann", { id: "p", name: "Briefer", settings: {} });
    const report = await copyStore({ from, to, records });
    expect(report).toMatchObject({ written: 0, changed: [`ann ${id}`, "ann preset p"] });
    expect([isSame(report), await titleAt(to), await presetAt(to)]).toEqual([false, "Dark rye", "Briefer"]);
    expect(reportText(report)).toContain(
      `changed there (--replace takes the source's): ann ${id}, ann preset p`,
    );
  });

  it("leaves what was changed at both sides, until it is told to replace it", async () => {
    await rename(from, "Dark rye");
    await rename(to, "Light rye");
    expect((await copyStore({ from, to, records })).changed).toEqual([`ann ${id}`]);
    expect(await titleAt(to)).toBe("Light rye");
    expect(isSame(await copyStore({ from, to, records, rules: { replace: true } }))).toBe(true);
    expect(await titleAt(to)).toBe("Dark rye");
  });

  it("goes back with what was changed at the target, and leaves nothing of it", async () => {
    await rename(to, "Dark rye");
    expect(isSame(await copyStore({ from: to, to: from, records }))).toBe(true);
    expect(await titleAt(from)).toBe("Dark rye");
  });

  it("does not make again what was deleted at the target, until it is told to", async () => {
    await to.conversations.deleteConversation("ann", id);
    const report = await copyStore({ from, to, records });
    expect([report.deletedThere, isSame(report), await titleAt(to)]).toEqual([
      [`ann ${id}`],
      false,
      undefined,
    ]);
    expect(reportText(report)).toContain("0 conversations written, 0 were there.");
    expect(isSame(await copyStore({ from, to, records, rules: { replace: true } }))).toBe(true);
    expect(await titleAt(to)).toBe("Rye");
  });

  it("names what was deleted at the source, and deletes it when it is told to", async () => {
    await from.conversations.deleteConversation("ann", id);
    await from.presets.deletePreset("ann", "p");
    const report = await copyStore({ from, to, records });
    expect([report.deletedHere, isSame(report)]).toEqual([[`ann ${id}`, "ann preset p"], false]);
    expect(await titleAt(to)).toBe("Rye");
    const told = await copyStore({ from, to, records, rules: { deletions: true } });
    expect([told.deleted, isSame(told), await titleAt(to), await presetAt(to)]).toEqual([
      2,
      true,
      undefined,
      undefined,
    ]);
  });

  it("deletes nothing at the target that was changed there since, nor what never was at the source", async () => {
    await rename(to, "Dark rye");
    await from.conversations.deleteConversation("ann", id);
    await to.presets.putPreset("ann", { id: "other", name: "Only there", settings: {} });
    const report = await copyStore({ from, to, records, rules: { deletions: true } });
    expect(report).toMatchObject({ deleted: 0, changed: [`ann ${id}`], others: 1 });
    expect([isSame(report), await titleAt(to)]).toEqual([false, "Dark rye"]);
  });

  it("that was cut short while it replaced something ends it", async () => {
    await rename(from, "Dark rye");
    const importConversation = () => Promise.reject(new Error("cut short"));
    const dying = { ...to, conversations: { ...to.conversations, importConversation } };
    expect((await copyStore({ from, to: dying, records })).failed).toEqual([`ann ${id}: cut short`]);
    expect(isSame(await copyStore({ from, to, records }))).toBe(true);
    expect(await titleAt(to)).toBe("Dark rye");
  });

  it("puts back what it could not replace, which stays somebody's change where it was one", async () => {
    await rename(from, "Dark rye");
    await rename(to, "Light rye");
    const importConversation: StorePlace["conversations"]["importConversation"] = async (...given) => {
      if (given[1].title === "Dark rye") throw new Error("too large");
      await to.conversations.importConversation(...given);
    };
    const picky = { ...to, conversations: { ...to.conversations, importConversation } };
    const report = await copyStore({ from, to: picky, records, rules: { replace: true } });
    expect([report.failed, await titleAt(to)]).toEqual([[`ann ${id}: too large`], "Light rye"]);
    expect((await copyStore({ from, to, records })).changed).toEqual([`ann ${id}`]);
  });

  it("leaves what differs where nobody knows which side was changed", async () => {
    await rename(from, "Dark rye");
    const report = await copyStore({ from, to, records: createMemoryCopies() });
    expect([report.changed, await titleAt(to)]).toEqual([[`ann ${id}`], "Rye"]);
  });
});
