import { expect, inject, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser, uniqueWord } from "./browser";

const openChat = chatBrowser();

it("Of several files each says how far it is; one can be cancelled, and one that failed be tried again", async () => {
  const chat = await openChat();
  chat.expectProblem(/net::ERR_FAILED/);
  const chip = (name: string) =>
    chat.page.getByRole("list", { name: "Attached files" }).getByRole("listitem").filter({ hasText: name });
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await chat.page.route(`${inject("outputs").awsEndpoint}/**`, async (route) => {
    await released;
    // What was cancelled is not waited for any more.
    await route.continue().catch(() => undefined);
  });
  let isLost = false;
  await chat.page.route("**/api/files", (route) => {
    const { name } = route.request().postDataJSON() as { name: string };
    if (name !== "lost.txt" || isLost) return route.continue();
    isLost = true;
    return route.abort();
  });
  const files = ["one.txt", "two.txt", "lost.txt"].map((name) => ({
    name,
    mimeType: "text/plain",
    buffer: Buffer.from(`This is ${name}.`),
  }));
  await chat.page.locator(".composer input[type=file]").setInputFiles(files);
  await chat.page.getByRole("progressbar", { name: "one.txt" }).waitFor();
  await chat.page.getByRole("progressbar", { name: "two.txt" }).waitFor();
  await chip("lost.txt").getByText("There is no connection.").waitFor();
  expect(await axeViolations(chat.page)).toEqual([]);

  const [gone] = await Promise.all([
    chat.page.waitForResponse((response) => response.request().method() === "DELETE"),
    chat.button("Cancel the upload of “two.txt”").click(),
  ]);
  expect(gone.status()).toBe(204);
  await chat.button("Upload “lost.txt” again").click();
  await chat.page.getByRole("progressbar", { name: "lost.txt" }).waitFor();
  release();
  const ready = chat.page.locator(".chip[data-state=ready]");
  await expect.poll(() => ready.allInnerTexts()).toEqual(["one.txt\n16 bytes", "lost.txt\n17 bytes"]);
});

it("A file with a long name leaves its message, and what is sent with it, in sight", async () => {
  const chat = await openChat({ viewport: { width: 390, height: 844 } });
  const name = `${uniqueWord("sorrel")} ${"and a name that goes on ".repeat(6)}.txt`;
  const file = { name, mimeType: "text/plain", buffer: Buffer.from("Leaves.") };
  await chat.page.locator(".composer input[type=file]").setInputFiles(file);
  await chat.page.locator(".chip[data-state=ready]").waitFor();
  await chat.ask("/echo seen");
  for (const seen of [chat.mine.getByText("/echo seen"), chat.button(`Download “${name}”`)]) {
    const box = await seen.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  }
});
