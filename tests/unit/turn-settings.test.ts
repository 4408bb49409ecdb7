import { describe, expect, it } from "vitest";
import { createScriptedModel, finish, say } from "./fakes/scripted-model";
import { startedOf, turnForEachTest } from "./fakes/turn-under-test";

const tested = turnForEachTest();

describe("a turn", () => {
  it("stores the settings it names with a new conversation, whose later turns take them", async () => {
    const asked = { temperature: 0.5, maxTokens: 50, system: "" };
    const first = startedOf(await tested.tell(createScriptedModel(finish), { message: "1?", ...asked }));
    const { conversationId } = first;
    expect((await tested.store.getConversation("ann", conversationId)).settings).toEqual(asked);
    const model = createScriptedModel(finish);
    await tested.tell(model, { message: "2?", conversationId, temperature: 1 });
    expect(model.requests[0]).toEqual({
      messages: [
        { role: "user", content: "1?" },
        { role: "user", content: "2?" },
      ],
      model: undefined,
      temperature: 1,
      maxTokens: 50,
    });
    expect((await tested.store.getConversation("ann", conversationId)).settings).toEqual(asked);
    const plain = startedOf(await tested.tell(createScriptedModel(finish), { message: "?" }));
    expect(await tested.store.getConversation("ann", plain.conversationId)).not.toHaveProperty("settings");
  });

  it("goes on with the served model when its conversation was made with another", async () => {
    const { conversationId } = startedOf(
      await tested.tell(createScriptedModel(finish), { message: "1?", model: "gpt-oss" }),
    );
    await tested.store.updateConversation("ann", conversationId, { settings: { model: "gpt-0" } });
    const model = createScriptedModel(say("Yes."), finish);
    const events = await tested.tell(model, { message: "2?", conversationId });
    expect(events.at(-1)).toMatchObject({ type: "done", message: { text: "Yes.", model: "gpt-oss" } });
    expect(model.requests[0]?.model).toBeUndefined();
  });

  it("measures how long the model thought, to its first word or to the end", async () => {
    const thought = { type: "reasoning" as const, text: "Hm." };
    const pause = (ms: number) => () => tested.time.pass(ms);
    const measured = async (...steps: Parameters<typeof createScriptedModel>) => {
      const last = (await tested.tell(createScriptedModel(...steps), { message: "Hi" })).at(-1);
      return last?.type === "done" ? last.message.reasoningMs : last;
    };
    expect(await measured(thought, pause(400), thought, say("A"), pause(900), say("B"), finish)).toBe(400);
    expect(await measured(thought, pause(700), finish)).toBe(700);
    expect(await measured(say("A"), pause(100), finish)).toBeUndefined();
  });
});
