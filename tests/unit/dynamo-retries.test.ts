import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { createDynamoConversationStore } from "../../runtime/adapters/dynamo-conversation-store";
import { createDynamoFileRecords } from "../../runtime/adapters/dynamo-file-records";
import { createTurnMaker } from "../contract/new-turn";
import { FakeTime } from "./fakes/fake-time";
import { createMemoryFileStore } from "./fakes/memory-file-store";
import { noFiles } from "./fakes/no-files";

type Command = { constructor: { name: string }; input: Record<string, unknown> };

/** A client that answers each command by a function, and remembers what was sent. */
function scriptedClient(answer: (name: string, nth: number) => object) {
  const sent: { name: string; input: Record<string, unknown> }[] = [];
  const send = async ({ constructor, input }: Command) => {
    const name = constructor.name.replace("Command", "");
    sent.push({ name, input });
    return answer(name, sent.filter((other) => other.name === name).length);
  };
  return { sent, client: { send } as unknown as DynamoDBDocumentClient };
}

const fault = (name: string, ...codes: string[]) =>
  Object.assign(new Error(name), { name, CancellationReasons: codes.map((Code) => ({ Code })) });

function storeOf(answer: (name: string, nth: number) => object, random = () => 1) {
  const time = new FakeTime();
  const { sent, client } = scriptedClient(answer);
  const pauses: number[] = [];
  const store = createDynamoConversationStore({
    tableName: "chat",
    files: createMemoryFileStore(),
    attachments: noFiles,
    client,
    clock: time.clock,
    wait: async (ms) => void pauses.push(ms),
    random,
  });
  return { store, sent, pauses, turn: createTurnMaker(time.clock)({ clientMessageId: "once" }) };
}

describe("beginning a turn on DynamoDB", () => {
  it("is one transaction of four writes and a look at what is being deleted", async () => {
    const { store, sent, turn } = storeOf(() => ({}));
    await store.beginTurn(turn);
    expect(sent.map(({ name }) => name)).toEqual(["TransactWrite"]);
    expect(sent[0]?.input["TransactItems"]).toHaveLength(5);
  });

  it("is tried again when it met another transaction, and finds that one's turn", async () => {
    const earlier = { conversationId: "c", userMessageId: "u", messageId: "m" };
    const { store, sent, pauses, turn } = storeOf((name, nth) => {
      if (name === "Get") return { Item: earlier };
      throw nth === 1
        ? fault("TransactionCanceledException", "None", "None", "None", "None", "TransactionConflict")
        : fault("TransactionCanceledException", "ConditionalCheckFailed", "None", "None", "None", "None");
    });
    expect(await store.beginTurn(turn)).toEqual({ repeated: true, ...earlier });
    expect(sent.map(({ name }) => name)).toEqual(["TransactWrite", "TransactWrite", "Get"]);
    expect(pauses).toEqual([100]);
  });

  it("gives up after five conflicts with DynamoDB's error", async () => {
    const conflict = fault(
      "TransactionCanceledException",
      "TransactionConflict",
      "None",
      "None",
      "None",
      "None",
    );
    const { store, pauses, turn } = storeOf(() => {
      throw conflict;
    });
    await expect(store.beginTurn(turn)).rejects.toBe(conflict);
    expect(pauses).toEqual([100, 200, 400, 800]);
  });

  it("pauses for a random part of the time, so that two do not meet again and again", async () => {
    const parts = [0.5, 0.25, 0, 0.75];
    const { store, pauses, turn } = storeOf(
      () => {
        throw fault("TransactionCanceledException", "TransactionConflict");
      },
      () => parts.shift()!,
    );
    await expect(store.beginTurn(turn)).rejects.toThrow("TransactionCanceledException");
    expect(pauses).toEqual([50, 50, 0, 600]);
  });

  it("does not hide a denied access", async () => {
    const denied = fault("AccessDeniedException");
    const { store, turn } = storeOf(() => {
      throw denied;
    });
    await expect(store.beginTurn(turn)).rejects.toBe(denied);
  });
});

describe("saving a reply on DynamoDB", () => {
  it("is one UpdateItem that also answers whether a stop was asked for", async () => {
    const { store, sent } = storeOf(() => ({ Attributes: { stopRequested: true } }));
    const reply = { owner: "ann", conversationId: "c", messageId: "m", text: "Hi", reasoning: "" };
    expect(await store.saveProgress({ ...reply, leaseUntil: 5 })).toEqual({ stopRequested: true });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      name: "Update",
      input: {
        Key: { pk: "M#ann#c", sk: "m" },
        ConditionExpression: "#status = :running",
        ReturnValues: "ALL_NEW",
      },
    });
  });
});

describe("deleting files on DynamoDB", () => {
  it("is one write of the item that counts them to mark 25 files, and one to forget them, and pauses for random parts", async () => {
    const { clock } = new FakeTime();
    const pauses: number[] = [];
    const { sent, client } = scriptedClient((_name, nth) => {
      if (nth === 1) throw fault("TransactionCanceledException", "TransactionConflict");
      return {};
    });
    const wait = async (ms: number) => void pauses.push(ms);
    const records = createDynamoFileRecords({ tableName: "chat", client, clock, wait, random: () => 0.5 });
    const files = Array.from({ length: 25 }, (_, at) => ({
      id: `FILE${at}`,
      size: 2,
      conversationId: "c",
      until: 0,
    }));
    expect(await records.markDeleted("ann", files)).toBe(true);
    expect(await records.forgetFiles("ann", files)).toBe(true);
    expect(pauses).toEqual([50]);
    const writes = sent.slice(1).map(({ input }) => input["TransactItems"] as object[]);
    expect(writes.map(({ length }) => length)).toEqual([51, 26]);
    expect(writes[1]?.at(-1)).toMatchObject({
      Update: {
        Key: { pk: "U#ann", sk: "B" },
        ExpressionAttributeValues: { ":bytes": -50, ":waiting": -25 },
      },
    });
  });
});

describe("deleting on DynamoDB", () => {
  const item = { pk: "M#ann#c", sk: "m" };

  it("sends again what a busy table left undone", async () => {
    const undone = { chat: [{ DeleteRequest: { Key: item } }] };
    const { store, sent, pauses } = storeOf((name, nth) => {
      if (name === "Query") return { Items: nth === 1 ? [item] : [] };
      return name === "BatchWrite" && nth < 3 ? { UnprocessedItems: undone } : {};
    });
    await store.deleteConversation("ann", "c");
    expect(sent.map(({ name }) => name).join(" ")).toBe(
      "TransactWrite Query BatchWrite BatchWrite BatchWrite Query Delete Query",
    );
    expect(pauses).toEqual([50, 100]);
  });

  it("gives up when a table stays busy, with its mark left for the next time", async () => {
    const { store, sent } = storeOf((name) =>
      name === "Query" ? { Items: [item] } : { UnprocessedItems: { chat: [] } },
    );
    await expect(store.deleteConversation("ann", "c")).rejects.toThrow("left deletions undone 7 times");
    expect(sent.map(({ name }) => name)).not.toContain("Delete");
  });
});
