import { beforeEach } from "vitest";
import { createNewId } from "../../../runtime/adapters/new-id";
import type { ChatRequest } from "../../../runtime/contract/chat";
import type { Problem } from "../../../runtime/contract/problem";
import type { StartedEvent, StreamEvent } from "../../../runtime/contract/stream-event";
import { runTurn, type TurnPorts } from "../../../runtime/core/turn";
import type { ModelClient } from "../../../runtime/ports";
import { FakeTime } from "./fake-time";
import { createListLogger } from "./list-logger";
import { createMemoryConversationStore } from "./memory-conversation-store";
import { createMemoryQuota } from "./memory-quota";
import { createFakeTurnFiles, type FakeTurnFiles } from "./turn-files";

const settings = { model: "gpt-oss", contextTokens: 10_000, replyTokens: 1_000, systemPrompt: "Be kind." };

/** What turns run with, new for each test; `tell` runs one of Ann's to its end. */
export interface TurnUnderTest extends Omit<TurnPorts, "model" | "logger"> {
  time: FakeTime;
  files: FakeTurnFiles;
  logger: ReturnType<typeof createListLogger>;
  portsWith(model: ModelClient): TurnPorts;
  tell(model: ModelClient, request: ChatRequest): Promise<StreamEvent[]>;
}

export function turnForEachTest(): TurnUnderTest {
  const tested = {} as TurnUnderTest;
  tested.portsWith = (model) => ({ ...tested, model });
  tested.tell = (model, request) => collect(runTurn(tested.portsWith(model), request, { owner: "ann" }));
  beforeEach(() => {
    const time = new FakeTime();
    const { clock, wait } = time;
    const store = createMemoryConversationStore(clock);
    const logger = createListLogger();
    const quota = createMemoryQuota(clock);
    const files = createFakeTurnFiles(clock);
    const newId = createNewId(clock);
    Object.assign(tested, { time, clock, wait, store, files, quota, newId, logger, settings });
  });
  return tested;
}

export async function collect(turn: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of turn) events.push(event);
  return events;
}

export function startedOf([first]: StreamEvent[]): StartedEvent {
  if (first?.type !== "started") throw new Error(`the turn began with ${first?.type}`);
  return first;
}

/** Code and words of the problem that a turn is refused with. */
export function refusalOf(turn: Promise<unknown>): Promise<string> {
  return turn.then(
    () => "no problem",
    (error: Problem) => `${error.code}: ${error.message}`,
  );
}
