import * as fc from "fast-check";
import { beforeAll, describe, expect, inject, it } from "vitest";
import type { NewKey } from "../../runtime/contract/key";
import { ApiClient } from "./api-client";
import { deviations } from "./openapi/conformance";
import { ApiDocument } from "./openapi/document";
import { type RawAnswer, sendRaw } from "./openapi/raw-request";
import { type Attempt, attempts, type World } from "./openapi/request-arbitrary";

const { apiKey: adminKey, invokeUrl } = inject("outputs");
// `npm run test:fuzz` asks for more, each time for others.
const requests = Number(process.env.PARLEY_FUZZ_REQUESTS ?? 200);
const seed = process.env.PARLEY_FUZZ_REQUESTS ? Date.now() : 20_261_123;

let document: ApiDocument;
let world: World;

beforeAll(async () => {
  document = await ApiDocument.fetchFrom(invokeUrl);
  // Somebody of their own: what is made and lost here is nobody else's.
  const admin = new ApiClient({ invokeUrl, apiKey: adminKey });
  const made = await admin.request<NewKey>("POST", "/keys", { name: "Fuzz", owner: "fuzz@example.com" });
  const apiKey = made.body.key;
  const api = new ApiClient({ invokeUrl, apiKey });
  const turns = await Promise.all(["one", "two"].map((text) => api.chat({ message: `/echo ${text}` })));
  const conversations = turns.map(({ body }) => body.conversationId);
  const messages = turns.flatMap(({ body }) => [body.userMessageId, body.message.id]);
  world = {
    authorization: `Bearer ${apiKey}`,
    known: {
      "{id}": [...conversations, "a-preset"],
      "{mid}": messages,
      conversationId: conversations,
      parentId: messages,
      regenerate: messages,
      message: ["/echo hi", "/tokens 2 1000", "hello"],
      maxTokens: [1, 3],
      max_tokens: [1, 3],
      content: ["/echo hi", "hello"],
      model: ["openai/gpt-oss-20b"],
    },
  };
});

/** What is wrong with the answer, whatever was asked. */
function wrongWith({ isAddressed, operation: id, request }: Attempt, answer: RawAnswer): string[] {
  const operation = document.operation(id);
  if (answer.status >= 500) return [`${answer.status}: ${answer.body}`];
  if (request.method === "HEAD") return [];
  if (!isAddressed) {
    // Another route, or none: still an error of the operation's shape, if it is one.
    const { 401: refused } = { ...document.operation("whoAmI").answers, ...operation.answers };
    const isError = refused?.bodies["application/json"]?.(parsed(answer.body));
    return answer.status < 400 || isError
      ? []
      : [`${answer.status} is no error as documented: ${answer.body}`];
  }
  const { body } = operation;
  const isWrong = body && !body.isRight(parsed(String(request.body ?? "")));
  return [
    ...deviations(operation, answer),
    ...(isWrong && answer.status < 400 ? [`a wrong body is answered ${answer.status}`] : []),
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe("Whatever is asked of the API", () => {
  it(
    "is answered as its document says, and never with a fault of its own",
    { timeout: 600_000 },
    async () => {
      const property = fc.asyncProperty(attempts(document.operations, world), async (attempt) => {
        const answer = await sendRaw(invokeUrl, attempt.request);
        expect(wrongWith(attempt, answer)).toEqual([]);
      });
      await fc.assert(property, { numRuns: requests, seed });
    },
  );
});
