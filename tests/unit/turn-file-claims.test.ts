import { describe, expect, it } from "vitest";
import { Problem } from "../../runtime/contract/problem";
import type { FileContent } from "../../runtime/reading-ports";
import { createScriptedModel, finish, say } from "./fakes/scripted-model";
import { refusalOf, startedOf, turnForEachTest } from "./fakes/turn-under-test";

const tested = turnForEachTest();

const content: FileContent = {
  kind: "text",
  type: "text",
  parts: [{ unit: "line", from: 1, to: 1, text: "So it is." }],
};
const upload = (id: string) => tested.files.upload("ann", id, `${id}.txt`, content);
const tell = (request: Parameters<typeof tested.tell>[1]) =>
  tested.tell(createScriptedModel(say("Yes."), finish), request);
const claimedBy = async (id: string) => (await tested.files.records.getFile("ann", id))?.conversationId;

describe("a first turn with files", () => {
  it("that could not be stored gives them back: sent again, it has them", async () => {
    await upload("a");
    const { store } = tested;
    tested.store = { ...store, beginTurn: () => Promise.reject(new Error("the table is away")) };
    await expect(tell({ message: "1?", files: ["a"] })).rejects.toThrow("the table is away");
    tested.store = store;
    const { conversationId } = startedOf(await tell({ message: "1?", files: ["a"] }));
    expect(await claimedBy("a")).toBe(conversationId);
  });

  it("may have them before another that begins at the same time, which is refused", async () => {
    await upload("a");
    const { store } = tested;
    let refusal: string | undefined;
    tested.store = {
      ...store,
      async beginTurn(turn) {
        tested.store = store;
        refusal = await refusalOf(tell({ message: "2?", files: ["a"] }));
        return store.beginTurn(turn);
      },
    };
    const { conversationId } = startedOf(await tell({ message: "1?", files: ["a"] }));
    expect(refusal).toBe(
      'conflict: files: "a.txt" (a) is being used by another turn just now; send it again.',
    );
    expect(await claimedBy("a")).toBe(conversationId);
  });
});

describe("a turn whose conversation is deleted as it begins", () => {
  const inMoment = (before: () => Promise<unknown>) => {
    const { store } = tested;
    tested.store = {
      ...store,
      async beginTurn(turn) {
        await before();
        return store.beginTurn(turn);
      },
    };
  };

  it("leaves nothing of its files: a deleted conversation takes them with it", async () => {
    await upload("a");
    const { conversationId } = startedOf(await tell({ message: "1?" }));
    inMoment(() => tested.store.deleteConversation("ann", conversationId));
    const refusal = await refusalOf(tell({ message: "2?", conversationId, files: ["a"] }));
    expect(refusal).toBe("not_found: There is no such conversation.");
    expect(await tested.files.records.getFile("ann", "a")).toBeUndefined();
    expect([...tested.files.places.keys()]).toEqual([]);
    const { waiting } = await tested.files.records.countFiles("ann");
    expect(waiting).toMatchObject([{ id: "a", isDeleted: true, lookAt: tested.time.clock() }]);
  });

  it("keeps them for who may make it anew: sent again, it has them", async () => {
    await upload("a");
    const { conversationId } = startedOf(await tell({ message: "1?" }));
    const request = { message: "2?", conversationId, createConversation: true, files: ["a"] };
    const { store } = tested;
    inMoment(() => store.deleteConversation("ann", conversationId));
    expect(await refusalOf(tell(request))).toBe("not_found: There is no such conversation.");
    tested.store = store;
    expect(startedOf(await tell(request))).toMatchObject({ conversationId, title: "2?" });
    expect(await claimedBy("a")).toBe(conversationId);
    expect([...tested.files.places.keys()]).toContain("files/ann/a/content");
  });

  it("fails no otherwise when they cannot be removed", async () => {
    await upload("a");
    const { conversationId } = startedOf(await tell({ message: "1?" }));
    inMoment(() => tested.store.deleteConversation("ann", conversationId));
    tested.files.records.markAbandoned = () => Promise.reject(new Error("the table is away"));
    const refusal = await refusalOf(tell({ message: "2?", conversationId, files: ["a"] }));
    expect(refusal).toBe("not_found: There is no such conversation.");
    expect(tested.logger.entries).toMatchObject([{ level: "error", conversationId }]);
  });

  it("gives them back when it is refused for another reason", async () => {
    await upload("a");
    const { conversationId } = startedOf(await tell({ message: "1?" }));
    inMoment(() =>
      Promise.reject(new Problem("not_found", "There is no such message in this conversation.")),
    );
    await refusalOf(tell({ message: "2?", conversationId, files: ["a"] }));
    expect(await tested.files.records.getFile("ann", "a")).toMatchObject({ conversationId });
  });
});
