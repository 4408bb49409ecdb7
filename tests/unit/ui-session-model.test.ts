import { expect, it } from "vitest";
import { createSessionModel } from "../../ui/models/session-model";
import { fakePorts, fakeStorage } from "./ui-fakes";

it("forgets what belongs to a person, and keeps how the page looks and what is not its own", () => {
  const stored = {
    "parley:theme": "dark",
    "parley:language": "ja",
    "parley:sidebar": "hidden",
    "parley:single-keys": "off",
    "parley:draft:new": "Dear …",
    "parley:draft:c1": "Secret",
    "parley:branches": "[]",
    "parley:deleted": "c2",
    other: "of another page",
  };
  const storage = fakeStorage(stored);
  createSessionModel(fakePorts({}, { storage })).forget();
  expect(storage.keys().toSorted()).toEqual([
    "other",
    "parley:language",
    "parley:sidebar",
    "parley:single-keys",
    "parley:theme",
  ]);
});
