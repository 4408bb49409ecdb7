import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { ulid } from "ulid";
import { toConversationItem, toMessageItem } from "../../runtime/adapters/dynamo-items";
import type { Message } from "../../runtime/contract/message";
import type { StackOutputs } from "./stack-process";

const dayMs = 24 * 60 * 60 * 1_000;

/** What is asked and answered in turn `number`: words, code and a table. */
export function turnTexts(number: number): { asked: string; answered: string } {
  return {
    asked: `Question ${number}: how does step ${number} of the ferment work, and what should I watch?`,
    answered: `## Answer ${number}

Keep the dough at **${20 + (number % 9)} °C** until it has doubled, then fold it ${2 + (number % 4)} times.
${"The gluten needs rest between two folds, and the flour drinks slowly. ".repeat(1 + (number % 5))}

\`\`\`ts
export function step${number}(dough: Dough): Dough {
  const folded = fold(dough, { times: ${2 + (number % 4)}, restMin: 30 });
  return folded.height >= 2 * dough.height ? folded : step${number}(rest(folded));
}
\`\`\`

| Hour | Temperature | Folds |
|-----:|------------:|------:|
${Array.from({ length: 2 + (number % 4) }, (_, hour) => `| ${hour} | ${20 + hour} °C | ${hour} |`).join("\n")}

- watch the *edges*
- taste a little at ${number}:00`,
  };
}

/** Writes a conversation of so many turns into the owner's table, as if it had been had; answers its id. */
export async function storeConversation(
  outputs: Pick<StackOutputs, "awsEndpoint" | "region" | "conversationTable">,
  turns: number,
): Promise<string> {
  const begunAt = Date.now() - dayMs;
  const conversationId = ulid(begunAt);
  const messages: Message[] = [];
  const add = (role: Message["role"], text: string) => {
    const at = begunAt + messages.length * 1_000;
    const createdAt = new Date(at).toISOString();
    const parentId = messages.at(-1)?.id ?? null;
    const base = { id: ulid(at), conversationId, parentId, role, text, createdAt, updatedAt: createdAt };
    messages.push({ ...base, status: "complete" });
  };
  for (let number = 1; number <= turns; number++) {
    const { asked, answered } = turnTexts(number);
    add("user", asked);
    add("assistant", answered);
  }
  const [createdAt = "", updatedAt = ""] = [messages[0]?.createdAt, messages.at(-1)?.createdAt];
  const conversation = { id: conversationId, title: `${turns} turns`, createdAt, updatedAt, pinned: false };
  const items = [
    toConversationItem("owner", conversation, messages.at(-1)?.id ?? ""),
    ...messages.map((message) => toMessageItem("owner", message)),
  ];
  await write(outputs, items);
  return conversationId;
}

async function write(
  outputs: Pick<StackOutputs, "awsEndpoint" | "region" | "conversationTable">,
  items: object[],
): Promise<void> {
  const credentials = { accessKeyId: "parley", secretAccessKey: "parley" };
  const plain = new DynamoDBClient({ endpoint: outputs.awsEndpoint, region: outputs.region, credentials });
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  for (let from = 0; from < items.length; from += 25) {
    const puts = items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [outputs.conversationTable]: puts } }));
  }
  plain.destroy();
}
