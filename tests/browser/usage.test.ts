import { describe, expect, inject, it } from "vitest";
import type { NewKey } from "../../runtime/contract/key";
import type { PeoplePage } from "../../runtime/contract/person";
import { ApiClient } from "../local/api-client";
import { axeViolations } from "./axe";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

async function openUsage(chat: ChatPage) {
  const settings = await chat.openDialog("Settings");
  await settings.getByRole("button", { name: "Usage" }).click();
  const dialog = chat.page.getByRole("dialog", { name: "Usage" });
  await dialog.getByRole("img", { name: /^Tokens by day: \d/ }).waitFor();
  return dialog;
}

describe.each([
  ["a wide page", {}],
  ["a phone", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
])("The usage on %s", (_name, options) => {
  it("shows one's own by day, and everybody's to an admin", { timeout: 60_000 }, async () => {
    const chat = await openChat(options);
    await chat.ask("/echo saffron");
    const dialog = await openUsage(chat);
    await dialog.getByText("/ 10,000").waitFor();
    const requests = dialog.getByRole("progressbar", { name: "Requests · Today" });
    const before = Number(await requests.getAttribute("value"));
    expect(before).toBeGreaterThan(0);
    await dialog.getByText("Table", { exact: true }).click();
    // Today is the newest day, which stands first.
    const [, today] = await dialog.getByRole("row").all();
    expect(await today?.getByRole("cell").first().innerText()).toBe(before.toLocaleString("en"));
    expect(await axeViolations(chat.page)).toEqual([]);

    await dialog.getByRole("tab", { name: "Everybody" }).click();
    await dialog
      .getByRole("table", { name: "Everybody" })
      .getByRole("row", { name: /^owner / })
      .waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    const overhang = await dialog.evaluate((view) => view.scrollWidth - view.clientWidth);
    expect(overhang).toBe(0);
  });
});

describe("The usage", () => {
  it("says when it cannot be read, and is read when that is asked for", async () => {
    const chat = await openChat();
    await chat.ask("/echo saffron");
    chat.expectProblem(/Failed to load resource/);
    let isAway = true;
    await chat.page.route("**/api/usage*", (route) => (isAway ? route.abort() : route.continue()));
    const settings = await chat.openDialog("Settings");
    await settings.getByRole("button", { name: "Usage" }).click();
    const dialog = chat.page.getByRole("dialog", { name: "Usage" });
    await dialog.getByRole("alert").filter({ hasText: "A part of the page could not be loaded." }).waitFor();
    isAway = false;
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.getByRole("img", { name: /^Tokens by day/ }).waitFor();
    expect(await dialog.getByRole("alert").count()).toBe(0);
  });

  it("lets an admin say who is one, and who is in which tier", async () => {
    const api = new ApiClient(inject("outputs"));
    const owner = uniqueWord("ann");
    const { id } = (await api.request<NewKey>("POST", "/keys", { name: "Ann's", owner })).body;
    const chat = await openChat();
    // A tier of which only the page believes that it is there.
    await chat.page.route("**/api/people?*", async (route) => {
      const response = await route.fetch();
      const { tiers, ...page } = (await response.json()) as PeoplePage;
      await route.fulfill({ response, json: { ...page, tiers: [...tiers, { ...tiers[0], name: "gone" }] } });
    });
    chat.expectProblem(/400/);
    const dialog = await openUsage(chat);
    await dialog.getByRole("tab", { name: "Everybody" }).click();
    const admin = dialog.getByRole("checkbox", { name: `Admin: ${owner}` });
    await admin.check();
    const isAdmin = async () => {
      const { body } = await api.request<PeoplePage>("GET", "/people?limit=100");
      return body.people.find((person) => person.id === owner)?.isAdmin;
    };
    await expect.poll(isAdmin).toBe(true);
    const tier = dialog.getByRole("combobox", { name: `Tier: ${owner}` });
    await tier.selectOption("gone");
    await dialog.getByRole("alert").filter({ hasText: 'tier: is "gone"; there are standard.' }).waitFor();
    expect(await tier.inputValue()).toBe("standard");
    expect(await dialog.getByRole("checkbox", { name: "Admin: owner" }).isDisabled()).toBe(true);
    expect(await axeViolations(chat.page)).toEqual([]);
    await api.request("DELETE", `/keys/${id}`);
  });
});
