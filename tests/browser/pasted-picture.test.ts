import { expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

/** Pastes what a screenshot is on the clipboard: a picture, and no text. Resolves with false when the page took it. */
function pasteScreenshot(chat: ChatPage): Promise<boolean> {
  return chat.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(32, 24);
    canvas.getContext("2d")?.fillRect(4, 4, 8, 8);
    const picture = await canvas.convertToBlob({ type: "image/png" });
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([picture], "image.png", { type: "image/png" }));
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    return document.querySelector(".composer textarea")?.dispatchEvent(event) ?? true;
  });
}

it("A screenshot that is pasted is shown small, and goes up, where the model sees", async () => {
  const chat = await openChat();
  // The demo model does not see.
  await chat.page.route("/", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace('"seesImages":false', '"seesImages":true');
    await route.fulfill({ response: answer, body });
  });
  await chat.page.route("**/api/files", (route) =>
    route.fulfill({ status: 201, json: { id: "f1", upload: { url: "/upload", fields: { key: "f1" } } } }),
  );
  let sent = "";
  await chat.page.route("**/upload", (route) => {
    sent = route.request().headers()["content-type"] ?? "";
    return route.fulfill({ status: 204 });
  });
  await chat.page.reload();
  await expect.poll(() => pasteScreenshot(chat)).toBe(false);
  const chip = chat.page.locator(".chip[data-state=ready]").filter({ hasText: "image.png" });
  await chip.waitFor();
  const size = await chip.locator("img").evaluate((img) => {
    const { naturalWidth, naturalHeight } = img as HTMLImageElement;
    return [naturalWidth, naturalHeight];
  });
  expect(size).toEqual([32, 24]);
  expect(sent).toMatch(/^multipart\/form-data/);
  expect(await axeViolations(chat.page)).toEqual([]);
});

it("A screenshot, or a sound, is refused before anything is sent, where the model reads text only", async () => {
  const chat = await openChat();
  let asked = 0;
  await chat.page.route("**/api/files", (route) => {
    asked += 1;
    return route.continue();
  });
  await expect.poll(() => pasteScreenshot(chat)).toBe(false);
  await chat.notices
    .filter({ hasText: "“image.png” is an image; the model here reads text only." })
    .waitFor();
  await chat.page.locator(".composer input[type=file]").setInputFiles({
    name: "song.mp3",
    mimeType: "audio/mpeg",
    buffer: Buffer.from("ID3"),
  });
  await chat.notices
    .filter({ hasText: "“song.mp3” is sound or film; the model here cannot read that." })
    .waitFor();
  expect([asked, await chat.page.locator(".chip").count()]).toEqual([0, 0]);
});
