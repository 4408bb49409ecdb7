import { describe, expect, it, vi } from "vitest";
import { createDraft } from "../../ui/models/draft";
import { chooseExample } from "../../ui/models/example-choice";
import { fakeStorage } from "./ui-fakes";

const talk = { title: "Talk", prompt: "Outline a talk." };
const plan = { title: "Plan", prompt: "Make a plan of this:\n", run: false };
const code = { title: "Code", prompt: "Explain this code:\n", run: false };

function choosing(written: string) {
  const draft = createDraft(fakeStorage({ "parley:draft:new": written }), () => "new");
  const sent: string[] = [];
  const send = vi.fn(async () => {
    sent.push(draft.text.peek());
    draft.take().sent();
  });
  const choose = (example: typeof talk) => chooseExample({ draft, send }, example, [talk, plan, code]);
  return { draft, sent, choose };
}

describe("an example", () => {
  it("is sent, and what was written stays in the box", () => {
    const { draft, sent, choose } = choosing("half a thought");
    choose(talk);
    expect([sent, draft.text.value]).toEqual([["Outline a talk."], "half a thought"]);
  });

  it("that is to be completed comes before what was written", () => {
    const { draft, sent, choose } = choosing("let a = 1;");
    choose(code);
    expect([sent, draft.text.value]).toEqual([[], "Explain this code:\nlet a = 1;"]);
  });

  it("takes the place of one that was chosen before", () => {
    const { draft, sent, choose } = choosing("let a = 1;");
    choose(code);
    choose(plan);
    expect(draft.text.value).toBe("Make a plan of this:\nlet a = 1;");
    draft.write(plan.prompt);
    choose(talk);
    expect([sent, draft.text.value]).toEqual([["Outline a talk."], ""]);
  });
});
