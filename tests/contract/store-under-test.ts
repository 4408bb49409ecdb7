import { beforeEach } from "vitest";
import { Problem } from "../../runtime/contract/problem";
import type { ConversationStore, NewTurn } from "../../runtime/ports";
import { FakeTime } from "../unit/fakes/fake-time";
import { createTurnMaker } from "./new-turn";

/** Makes an empty store that reads this time. */
export type MakeStore = (time: FakeTime) => Promise<ConversationStore>;

/** A new store for each test, and what tests do with it. */
export interface StoreUnderTest {
  store: ConversationStore;
  time: FakeTime;
  newTurn: ReturnType<typeof createTurnMaker>;
  begin(turn: NewTurn): Promise<NewTurn>;
}

export function storeForEachTest(makeStore: MakeStore): StoreUnderTest {
  const tested = {
    async begin(turn: NewTurn) {
      await tested.store.beginTurn(turn);
      return turn;
    },
  } as StoreUnderTest;
  beforeEach(async () => {
    const time = new FakeTime();
    const store = await makeStore(time);
    Object.assign(tested, { time, store, newTurn: createTurnMaker(time.clock) });
  });
  return tested;
}

/** The code of the problem that a call fails with. */
export function problemOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "no problem",
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );
}
