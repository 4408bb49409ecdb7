import { describe, expect, it, vi } from "vitest";
import type { Message } from "../../runtime/contract/message";
import { ConnectionLost } from "../../ui/api/api-error";
import { createThreadModel } from "../../ui/models/thread-model";
import { FakeTime } from "./fakes/fake-time";
import { fakePorts, message, started, streamOf } from "./ui-fakes";

const running = message({ id: "m2", parentId: "m1", status: "running" });

/** A turn whose stream broke off before the first word. `answers` is what reading the reply gives, undefined without a network. */
async function brokenTurn(answers: (Message | undefined)[]) {
  const time = new FakeTime();
  const returns = new Set<() => void>();
  const getMessage = vi.fn(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer) throw new ConnectionLost();
    return answer;
  });
  const ports = fakePorts(
    { chat: () => streamOf([started], new ConnectionLost()), getMessage },
    {
      wait: time.wait,
      onReturn: (handler) => {
        returns.add(handler);
        return () => returns.delete(handler);
      },
    },
  );
  const thread = createThreadModel({
    ...ports,
    notify: vi.fn(),
    dismiss: vi.fn(),
    titleOf: () => undefined,
    onLoaded: vi.fn(),
    onStarted: vi.fn(),
    onEnded: vi.fn(),
  });
  thread.draft.write("Hello");
  await thread.send();
  return {
    pass: (ms: number) => time.pass(ms),
    comeBack: () => {
      for (const handler of returns) handler();
    },
    shown: () => {
      const reply = thread.entries.path.value.at(-1);
      return [reply?.message.value.status, reply?.activity.value?.kind];
    },
  };
}

describe("a reply whose stream broke off", () => {
  it("is reconnected to until the API answers, and no longer, though there is no word yet", async () => {
    const turn = await brokenTurn([undefined, undefined, running]);
    await turn.pass(2_000 + 3_999);
    expect(turn.shown()).toEqual(["running", "reconnecting"]);
    await turn.pass(1);
    expect(turn.shown()).toEqual(["running", undefined]);
  });

  it("is not said to be reconnected to when the API answers at once", async () => {
    const turn = await brokenTurn([running]);
    await turn.pass(0);
    expect(turn.shown()).toEqual(["running", undefined]);
  });

  it("is looked for at once when the network is back", async () => {
    const turn = await brokenTurn([undefined, { ...running, status: "complete", text: "Good day" }]);
    await turn.pass(100);
    expect(turn.shown()).toEqual(["running", "reconnecting"]);
    turn.comeBack();
    await turn.pass(0);
    expect(turn.shown()).toEqual(["complete", undefined]);
  });
});
