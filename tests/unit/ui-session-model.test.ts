import { expect, it, vi } from "vitest";
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
    "parley:user": "ada",
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

it("leaves nothing to another person who signs in after a session has ended by itself", async () => {
  const storage = fakeStorage({ "parley:theme": "dark", "parley:draft:new": "Dear …" });
  const reload = vi.fn();
  const open = (user: string) => {
    const ports = fakePorts({ session: async () => ({ signIn: "key", user }) }, { storage });
    return createSessionModel({ ...ports, location: { ...ports.location, reload } }).load();
  };
  await open("ada");
  await open("ada");
  expect([storage.get("parley:draft:new"), reload.mock.calls.length]).toEqual(["Dear …", 0]);
  await open("bob");
  expect([storage.keys(), reload.mock.calls.length]).toEqual([["parley:theme", "parley:user"], 1]);
  await open("bob");
  expect(reload).toHaveBeenCalledTimes(1);
});
