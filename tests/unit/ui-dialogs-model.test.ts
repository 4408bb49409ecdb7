import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { type DialogView, createDialogsModel } from "../../ui/models/dialogs-model";
import { createLayoutModel } from "../../ui/models/layout-model";
import { createNoticesModel } from "../../ui/models/notices-model";
import { fakePorts, fakeStorage } from "./ui-fakes";

const view: DialogView = () => null;

function dialogs(fetchView: () => Promise<DialogView>) {
  // Notices stay: this clock never comes to their end.
  const ports = fakePorts({}, { wait: () => new Promise(() => undefined) });
  const layout = createLayoutModel(fakeStorage(), signal(false));
  const notices = createNoticesModel(ports);
  return { layout, notices, model: createDialogsModel(ports, layout, notices, fetchView) };
}

describe("the dialogs", () => {
  it("are fetched once, when the first is opened", async () => {
    let fetches = 0;
    const { layout, model } = dialogs(async () => {
      fetches += 1;
      return view;
    });
    expect(fetches).toBe(0);
    layout.openDialog("settings");
    await expect.poll(() => model.view.value).toBe(view);
    layout.closeDialog();
    layout.openDialog("api");
    await model.load();
    expect(fetches).toBe(1);
  });

  it("that cannot be fetched are said so, and tried again the next time", async () => {
    const answers = [() => Promise.reject(new Error("offline")), () => Promise.resolve(view)];
    const { layout, model, notices } = dialogs(() => answers.shift()?.() ?? Promise.resolve(view));
    layout.openDialog("settings");
    await expect.poll(() => layout.dialog.value).toBeUndefined();
    expect(notices.items.value.map(({ text }) => text)).toEqual([
      "This part of the page could not be loaded. Try again when you are connected.",
    ]);
    layout.openDialog("settings");
    await expect.poll(() => model.view.value).toBe(view);
    expect(layout.dialog.value).toBe("settings");
  });

  it("that cannot be fetched ahead of time are no matter", async () => {
    const { model, notices } = dialogs(() => Promise.reject(new Error("offline")));
    await model.load();
    expect(notices.items.value).toEqual([]);
  });
});
