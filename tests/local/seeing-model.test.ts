import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ApiClient } from "./api-client";
import { uploadFile } from "./file-upload";
import { connect, say } from "./gradio-client";
import { type ModelServer, startModelServer } from "./model-server";
import { model, openAiClient } from "./openai-client";
import { type OwnStack, startOwnStack } from "./own-stack";

let stack: OwnStack;
let seeing: ModelServer;

beforeAll(async () => {
  seeing = await startModelServer();
  stack = await startOwnStack({ modelSees: "true" }, { model: { url: seeing.url, model: "seer" } });
});
afterAll(async () => {
  await stack?.stop();
  seeing.close();
});
beforeEach(() => {
  seeing.asked.length = 0;
});

const base64 =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==";
const png = new Uint8Array(Buffer.from(base64, "base64"));
const url = `data:image/png;base64,${base64}`;
const asPart = { type: "image_url" as const, image_url: { url } };
const question = "What is on it?";

describe("A model that sees", () => {
  it("is given an image that was uploaded, which the reply names, and again with the next question", async () => {
    const api = new ApiClient(stack.outputs);
    const id = await uploadFile(api, "dot.png", png, "image/png");
    const { status, body } = await api.chat({ message: question, files: [id] });
    expect([status, body.message.text]).toEqual([200, "I see."]);
    expect(body.message.sources).toEqual([{ fileId: id, name: "dot.png", parts: ["image"] }]);
    await api.chat({ message: "And beside it?", conversationId: body.conversationId });
    expect(seeing.asked).toEqual([
      [asPart, { type: "text", text: expect.stringMatching(/\n\nWhat is on it\?$/) }],
      [asPart, { type: "text", text: expect.stringMatching(/\n\nAnd beside it\?$/) }],
    ]);
  });

  it("is given one of OpenAI's protocol in its place, and none that is no image", async () => {
    const openai = openAiClient(stack.outputs);
    const content = [{ type: "text" as const, text: question }, asPart];
    const asking = (parts: typeof content) =>
      openai.chat.completions.create({ model, messages: [{ role: "user", content: parts }] });
    expect((await asking(content)).choices[0]?.message.content).toBe("I see.");
    expect(seeing.asked).toEqual([content]);

    const text = { ...asPart, image_url: { url: `data:image/png;base64,${btoa("no image")}` } };
    await expect(asking([content[0]!, text])).rejects.toMatchObject({
      status: 400,
      param: "messages[0].content[1]",
      message: expect.stringContaining("is no PNG, JPEG, GIF or WebP image."),
    });
  });

  it("is given one that Gradio's client sends along", async () => {
    const client = await connect(stack.outputs.chatUrl);
    const image = new File([png], "dot.png", { type: "image/png" });
    expect(await say(client, { text: question, files: [image] })).toBe("I see.");
    expect(seeing.asked).toEqual([[asPart, { type: "text", text: expect.stringMatching(/on it\?$/) }]]);
  });
});
