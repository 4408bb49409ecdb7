import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { madePdf } from "../unit/fakes/made-files";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("A file that was uploaded", () => {
  it("is asked about, the reply names the page it was made from, and it comes back byte for byte", async () => {
    const pages = ["Minutes of May.", "The heron's nest cost 4,711 crowns.", "Minutes of June."];
    const report = Buffer.from(await madePdf(pages));
    const chat = await openChat();
    const file = { name: "Report of herons.pdf", mimeType: "application/pdf", buffer: report };
    await chat.page.locator(".composer input[type=file]").setInputFiles(file);
    await chat.page.locator(".chip[data-state=ready]").waitFor();
    const reply = await chat.ask("What did the heron's nest cost?");
    await chat.reached(reply, "The heron's nest cost 4,711 crowns.");
    // Names are set apart from what stands around them, by characters that nobody sees.
    const from = async () => (await reply.locator(".sources").innerText()).replaceAll(/[\u2068\u2069]/g, "");
    expect(await from()).toBe("From Report of herons.pdf: pages 1–3");

    await chat.page.reload();
    expect(await from()).toBe("From Report of herons.pdf: pages 1–3");
    const [saved] = await Promise.all([
      chat.page.waitForEvent("download"),
      chat.mine.getByRole("button", { name: "Report of herons.pdf" }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("Report of herons.pdf");
    expect((await readFile(await saved.path())).equals(report)).toBe(true);
  });
});
