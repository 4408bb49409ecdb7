import { describe, expect, it } from "vitest";
import { createDraft } from "../../ui/models/draft";
import { fakeStorage } from "./ui-fakes";

describe("a draft", () => {
  it("stays stored until its message has been taken", () => {
    const storage = fakeStorage();
    const draft = createDraft(storage, () => "new");
    draft.write("Hello");
    const taken = draft.take();
    expect([draft.text.value, storage.get("parley:draft:new")]).toEqual(["", "Hello"]);
    taken.sent();
    expect(storage.get("parley:draft:new")).toBeUndefined();
  });

  it("goes along when its chat gets an id while one types on", () => {
    const storage = fakeStorage();
    let owner = "new";
    const draft = createDraft(storage, () => owner);
    draft.write("Hello");
    const taken = draft.take();
    draft.write("And");
    owner = "c1";
    taken.sent();
    expect([storage.get("parley:draft:new"), storage.get("parley:draft:c1")]).toEqual([undefined, "And"]);
  });

  it("leaves alone what another page has written in its place meanwhile", () => {
    const storage = fakeStorage();
    const draft = createDraft(storage, () => "new");
    draft.write("Hello");
    const taken = draft.take();
    createDraft(storage, () => "new").write("From another tab");
    taken.sent();
    expect(storage.get("parley:draft:new")).toBe("From another tab");
  });
});
