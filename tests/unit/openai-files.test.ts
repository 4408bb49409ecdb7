import { beforeEach, describe, expect, it } from "vitest";
import { toOpenAiRequest } from "../../runtime/adapters/openai-request";
import { createNewId } from "../../runtime/adapters/new-id";
import { OutOfTime } from "../../runtime/core/out-of-time";
import type { OpenAiProblem } from "../../runtime/core/openai-problem";
import { startCompletion } from "../../runtime/core/completion";
import { readCompletionRequest } from "../../runtime/core/openai-request";
import type { FileContent } from "../../runtime/reading-ports";
import { FakeTime } from "./fakes/fake-time";
import { createListLogger } from "./fakes/list-logger";
import { createMemoryConversationStore } from "./fakes/memory-conversation-store";
import { createMemoryQuota } from "./fakes/memory-quota";
import { createScriptedModel, finish } from "./fakes/scripted-model";
import { createFakeTurnFiles, type FakeTurnFiles } from "./fakes/turn-files";

const settings = { model: "gpt-oss", contextTokens: 10_000, replyTokens: 1_000, systemPrompt: "" };
const text = (said: string): FileContent => ({
  kind: "text",
  type: "text",
  parts: [{ unit: "page", from: 1, to: 1, text: said }],
});
const time = new FakeTime();
const { clock, wait } = time;
const base64 = Buffer.from("anything").toString("base64");
const inline = (filename: string, file_data = base64) => ({ type: "file", file: { filename, file_data } });
const image = (url: string) => ({ type: "image_url", image_url: { url } });
const question = { type: "text", text: "What does it say?" };

let files: FakeTurnFiles;
beforeEach(() => {
  files = createFakeTurnFiles(clock, true);
});

/** What the model is sent. */
async function sent(content: object[], more: object = {}, role = "user") {
  const model = createScriptedModel(finish);
  const store = createMemoryConversationStore(clock);
  const [quota, logger, newId] = [createMemoryQuota(clock), createListLogger(), createNewId(clock)];
  const ports = { store, files, quota, model, logger, clock, wait, newId, settings };
  const body = {
    model: "gpt-oss",
    messages: [
      { role, content },
      { role: "user", content: "Well?" },
    ],
    ...more,
  };
  const request = readCompletionRequest(body, settings, files.fileLimits.seesImages);
  const { events } = await startCompletion(ports, request, { owner: "ann" });
  for await (const event of events) expect(event.type).toBe("finish");
  return toOpenAiRequest(model.requests[0]!).messages[0]?.content;
}
const refusal = (content: object[], more?: object, role?: string) =>
  sent(content, more, role).then(
    () => "no problem",
    ({ param, message }: OpenAiProblem) => [param, message],
  );

describe("a file in a message of OpenAI's protocol", () => {
  it("is read in its place, by its bytes or by its id", async () => {
    await files.upload("ann", "f1", "up.txt", text("Uploaded."));
    await files.upload("ann", "other", "in.pdf", text("Inline."));
    const byId = { type: "file", file: { file_id: "f1" } };
    const asUrl = inline("in.pdf", `data:application/pdf;base64,${base64}`);
    expect(await sent([question, byId, asUrl, inline("in.pdf")])).toEqual([
      question,
      { type: "text", text: '<file name="up.txt">\n[page 1]\nUploaded.\n</file>' },
      { type: "text", text: '<file name="in.pdf">\n[page 1]\nInline.\n</file>' },
      { type: "text", text: '<file name="in.pdf">\n[page 1]\nInline.\n</file>' },
    ]);
    expect((await files.records.getFile("ann", "f1"))?.conversationId).toBeUndefined();
  });

  it("gives passages when it does not fit", async () => {
    const pages = Array.from({ length: 60 }, (_, n) => ({
      unit: "page" as const,
      from: n + 1,
      to: n + 1,
      text: n === 30 ? "The heron's nest is in the alder." : "Nothing of note was said that day. ".repeat(30),
    }));
    await files.upload("ann", "f1", "long.pdf", { kind: "text", type: "PDF", parts: pages });
    const ask = { type: "text", text: "Where is the heron's nest?" };
    const [, read] = (await sent([ask, { type: "file", file: { file_id: "f1" } }])) as { text: string }[];
    expect(read?.text).toContain("[page 31]\nThe heron's nest is in the alder.");
    expect(read?.text.length).toBeLessThan(27_000);
  });

  it("shares with the others of the request the time to read them, however each comes", async () => {
    const slow = async (withinMs: number) => {
      await time.pass(Math.min(10_000, withinMs));
      if (withinMs < 10_000) throw new OutOfTime(withinMs);
      return text("Read.");
    };
    await files.upload("ann", "f1", "up.pdf", slow);
    await files.upload("ann", "other", "in.pdf", slow);
    const byId = { type: "file", file: { file_id: "f1" } };
    expect(await sent([question, byId])).toHaveLength(2);
    expect(await refusal([question, byId, inline("in.pdf")])).toEqual([
      "messages[0].content[2]",
      'messages[0].content[2]: "in.pdf" and those before it take longer than 18 s to read; at most that is allowed in a turn.',
    ]);
  });

  it("may be an image for a model that sees, from a data: URL alone", async () => {
    await files.upload("ann", "i", "image_url", { kind: "image", type: "image/png" });
    const url = `data:image/jpeg;base64,${base64}`;
    expect(await sent([question, image(url)])).toEqual([question, image(`data:image/png;base64,${base64}`)]);
    expect(await refusal([image("https://example.com/a.png")])).toEqual([
      "messages[0].content[0].image_url.url",
      'messages[0].content[0].image_url.url: is "https://example.com/a.png"; allowed: a data: URL in base64; nothing is fetched from elsewhere.',
    ]);
    files.fileLimits.seesImages = false;
    expect(await refusal([image(url)])).toEqual([
      "messages[0].content[0]",
      "messages[0].content[0]: is of type image_url; the model here reads text only.",
    ]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ["another's", () => refusal([{ type: "file", file: { file_id: "bobs" } }]), 'there is no file "bobs".'],
    ["no base64", () => refusal([inline("a.txt", "%%%")]), "has data that is not base64."],
    [
      "neither bytes nor id",
      () => refusal([{ type: "file", file: {} }]),
      "must have one of file_data and file_id.",
    ],
    [
      "sound",
      () => refusal([{ type: "input_audio", input_audio: {} }]),
      "is of type input_audio; the model here reads text only.",
    ],
    [
      "the system's",
      () => refusal([inline("a.txt")], {}, "system"),
      "is of type file; only a user's message may have it.",
    ],
  ])("is refused when it is %s", async (_what, refused, reason) => {
    await files.upload("bob", "bobs", "b.txt", text("secret"));
    expect(await refused()).toEqual(["messages[0].content[0]", `messages[0].content[0]: ${reason}`]);
  });

  it("is refused when a turn of the chat kept it and then failed, since its bytes lie out of reach", async () => {
    const file = await files.upload("ann", "f1", "up.txt", text("Uploaded."));
    const turn = { owner: "ann", conversationId: "never-was", files: [file] };
    await files.records.claimFiles(turn);
    await files.records.releaseFiles(turn);
    expect(await refusal([{ type: "file", file: { file_id: "f1" } }])).toEqual([
      "messages[0].content[0]",
      'messages[0].content[0]: "up.txt" was kept for a conversation that is not there; upload it again to use it here.',
    ]);
    expect(files.read).toEqual([]);
  });

  it("is not kept, and there may not be more than of a turn", async () => {
    expect(await refusal([inline("a.txt")], { store: true })).toEqual([
      "store",
      "store: keeps no files; leave it out, or ask POST /chat about them.",
    ]);
    expect(await refusal(Array.from({ length: 4 }, () => inline("a.txt")))).toEqual([
      "messages",
      "messages: have 4 files and images; at most 3 are allowed.",
    ]);
  });
});
