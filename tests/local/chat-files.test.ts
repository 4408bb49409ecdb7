import { describe, expect, inject, it } from "vitest";
import type { ConversationPage, MessagePage } from "../../runtime/contract/conversation";
import type { ErrorBody } from "../../runtime/contract/problem";
import { madeDocx, madePdf, madeXlsx } from "../unit/fakes/made-files";
import { ApiClient } from "./api-client";
import { uploadFile } from "./file-upload";
import { asking, model, openAiClient } from "./openai-client";

const outputs = inject("outputs");
const api = new ApiClient(outputs);
const openai = openAiClient(outputs);

const answer = "The heron's nest on the island cost 4,711 crowns.";

/** Sixty pages of minutes, one of which has the answer. */
const report = () =>
  madePdf(
    Array.from({ length: 60 }, (_, index) => {
      const minutes = `The committee met for the ${index + 1}. time and agreed on the minutes. `.repeat(25);
      return index + 1 === 37 ? `${minutes}\n${answer}\n${minutes}` : minutes;
    }),
  );

describe("a question about a file", () => {
  it("of 60 pages is answered from the right one, which the reply names, and so are those that follow", async () => {
    const id = await uploadFile(api, "Übersicht.pdf", await report(), "application/pdf");
    const asked = { message: "What did the heron's nest on the island cost?", files: [id] };
    const { status, body } = await api.chat(asked);
    expect(status).toBe(200);
    expect(body.message.text).toContain(`> ${answer}\n\n— Übersicht.pdf, page 37`);
    expect(body.message.sources).toEqual([
      { fileId: id, name: "Übersicht.pdf", parts: ["page 1", "page 37"] },
    ]);

    const { conversationId } = body;
    const next = await api.chat({ message: "Again: the heron's nest cost?", conversationId });
    expect(next.body.message.text).toContain(`> ${answer}\n\n— Übersicht.pdf, page 37`);

    const { messages } = (await api.request<MessagePage>("GET", `/conversations/${conversationId}/messages`))
      .body;
    const [, , reply, question] = messages;
    expect(question?.files).toMatchObject([{ id, name: "Übersicht.pdf", type: "application/pdf" }]);
    expect(reply?.sources).toEqual(body.message.sources);
  });

  it("that cannot be read is refused, and leaves nothing", async () => {
    const word = `unread${Date.now()}`;
    const id = await uploadFile(api, `${word}.docx`, "%PDF-1.7 and no more");
    const refused = await api.request<ErrorBody>("POST", "/chat", { message: word, files: [id] });
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      `files: "${word}.docx" is broken: it cannot be read as PDF.`,
    ]);
    const found = await api.request<ConversationPage>("GET", `/conversations?q=${word}`);
    expect(found.body.conversations).toEqual([]);
    expect((await api.request("DELETE", `/files/${id}`)).status).toBe(204);
  });

  it("that is an image, whatever it is called, is refused where the model does not see", async () => {
    const png = new Uint8Array(Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
    const id = await uploadFile(api, "notes.txt", png);
    const refused = await api.request<ErrorBody>("POST", "/chat", { message: "What is it?", files: [id] });
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      'files: "notes.txt" is an image (image/png); the model here reads text only.',
    ]);
    expect((await api.request("DELETE", `/files/${id}`)).status).toBe(204);
  });

  it("made to fill the memory is refused by its name, on each route, and the next one is answered", async () => {
    // Cells far out, beside which there are 16,383 empty ones in each row.
    const rows = Array.from({ length: 20_000 }, (_, row) => `<row><c r="XFD${row + 1}"><v>1</v></c></row>`);
    const id = await uploadFile(api, "bomb.xlsx", new Uint8Array(madeXlsx("A", rows.join(""))));
    const words = /"bomb\.xlsx" takes more than \d{3} MB of memory to read; at most that is allowed\.$/;
    const refused = await api.request<ErrorBody>("POST", "/chat", { message: "What is it?", files: [id] });
    expect([refused.status, refused.body.error.message]).toEqual([413, expect.stringMatching(words)]);
    const content = [{ type: "file" as const, file: { file_id: id } }];
    await expect(
      openai.chat.completions.create({ model, messages: [{ role: "user", content }] }),
    ).rejects.toMatchObject({ status: 413, message: expect.stringMatching(words) });

    const readable = await uploadFile(api, "birds.txt", "Teal");
    expect((await api.chat({ message: "Which bird is a teal?", files: [readable] })).status).toBe(200);
    expect((await api.request("DELETE", `/files/${id}`)).status).toBe(204);
  });

  it("is asked with OpenAI's client too, by the file's bytes or its id", async () => {
    const id = await uploadFile(api, "birds.txt", "Teal\nEider");
    const docx = Buffer.from(await madeDocx(["On herons"], [["Heron", "1.8 kg"]]));
    const { choices } = await openai.chat.completions.create({
      model,
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "/files" },
            { type: "file", file: { file_id: id } },
            { type: "file", file: { filename: "herons.docx", file_data: docx.toString("base64") } },
          ],
        },
      ],
    });
    expect(choices[0]?.message.content).toBe(
      '<file name="birds.txt">\n[lines 1–2]\nTeal\nEider\n</file>\n<file name="herons.docx">\n[paragraphs 1–2]\nOn herons\nHeron   1.8 kg\n</file>',
    );
    expect((await openai.chat.completions.create(asking("/files"))).choices[0]?.message.content).toBe(
      "There are no files.",
    );
    expect((await api.request("DELETE", `/files/${id}`)).status).toBe(204);
  });
});
