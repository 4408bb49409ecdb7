import { describe, expect, it } from "vitest";
import type { FileContent } from "../../runtime/reading-ports";
import { createScriptedModel, finish, say } from "./fakes/scripted-model";
import { refusalOf, startedOf, turnForEachTest } from "./fakes/turn-under-test";

const tested = turnForEachTest();

const promptOf = (model: ReturnType<typeof createScriptedModel>) =>
  model.requests[0]?.messages.at(-1)?.content;
const tell = (request: Parameters<typeof tested.tell>[1]) => {
  const model = createScriptedModel(say("Yes."), finish);
  return { model, events: tested.tell(model, request) };
};

describe("an image", () => {
  const image: FileContent = { kind: "image", type: "image/png" };

  it("is refused by a model that does not see", async () => {
    await tested.files.upload("ann", "cat", "cat.png", image);
    expect(await refusalOf(tell({ message: "What is it?", files: ["cat"] }).events)).toBe(
      'bad_request: files: "cat.png" is an image (image/png); the model here reads text only.',
    );
  });

  it("goes to one that does", async () => {
    tested.files.fileLimits.seesImages = true;
    await tested.files.upload("ann", "cat", "cat.png", image);
    const { model, events } = tell({ message: "What is it?", files: ["cat"] });
    const { conversationId } = startedOf(await events);
    expect(promptOf(model)).toEqual([
      { type: "image", url: "data:image/png;base64,AQID" },
      { type: "text", text: expect.stringMatching(/What is it\?$/) },
    ]);
    expect(
      (await tested.store.listMessages("ann", conversationId, { limit: 1 })).messages[0]?.sources,
    ).toEqual([{ fileId: "cat", name: "cat.png", parts: ["image"] }]);
    const next = tell({ message: "And its colour?", conversationId });
    await next.events;
    expect(promptOf(next.model)?.[0]).toEqual({ type: "image", url: "data:image/png;base64,AQID" });
  });
});
