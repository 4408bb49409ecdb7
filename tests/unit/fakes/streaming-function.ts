import type { Writable } from "node:stream";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { afterEach, beforeEach, vi } from "vitest";
import { createNewId } from "../../../runtime/adapters/new-id";
import type { QuotaLimits } from "../../../runtime/core/quota";
import type { ChatPorts } from "../../../runtime/lambda/chat";
import type { ConversationStore, ModelClient } from "../../../runtime/ports";
import { type ApiCall, apiEvent } from "./api-event";
import { FakeTime } from "./fake-time";
import { installLambdaStreaming, StreamedResponse } from "./lambda-streaming";
import { createListLogger } from "./list-logger";
import { createMemoryConversationStore } from "./memory-conversation-store";
import { createMemoryQuota } from "./memory-quota";
import { createFakeTurnFiles } from "./turn-files";

type StreamingFunction = (event: APIGatewayProxyEvent, output: Writable) => Promise<void>;

/** What a function that streams runs with, new for each test. */
export interface StreamingFunctionUnderTest {
  time: FakeTime;
  store: ConversationStore;
  /** Those of everybody. */
  limits: QuotaLimits;
  quota: ReturnType<typeof createMemoryQuota>;
  logger: ReturnType<typeof createListLogger>;
  /** The one that is answered, or was last. */
  response: StreamedResponse;
  /** Calls the function with a body; `call` says what else is other than usual. */
  post: (model: ModelClient, body: unknown, call?: ApiCall) => Promise<StreamedResponse>;
}

export function streamingFunctionForEachTest(
  path: string,
  create: (ports: ChatPorts) => StreamingFunction,
): StreamingFunctionUnderTest {
  const tested = {} as StreamingFunctionUnderTest;
  let uninstall: () => void;
  beforeEach(() => {
    const time = new FakeTime();
    tested.time = time;
    tested.store = createMemoryConversationStore(time.clock);
    tested.limits = { requestsPerDay: 1_000 };
    tested.quota = createMemoryQuota(time.clock, () => tested.limits);
    tested.logger = createListLogger();
    uninstall = installLambdaStreaming(() => tested.response);
  });
  afterEach(() => {
    uninstall();
    vi.useRealTimers();
  });
  tested.post = async (model, body, call = {}) => {
    const response = (tested.response = new StreamedResponse());
    const { store, quota, logger } = tested;
    const { clock, wait } = tested.time;
    const files = createFakeTurnFiles(clock);
    const ports = { store, files, quota, model, logger, clock, wait, newId: createNewId(clock) };
    await create(ports)(apiEvent({ method: "POST", path, body, ...call }), response.output);
    return response;
  };
  return tested;
}
