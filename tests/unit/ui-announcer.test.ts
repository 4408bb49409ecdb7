import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { MessageStatus } from "../../runtime/contract/message";
import { createAnnouncements } from "../../ui/models/announcements";
import { startAnnouncer } from "../../ui/models/announcer";
import type { ChatModel } from "../../ui/models/chat-model";
import { type Activity, createEntry } from "../../ui/models/entry";
import { fakePorts, message } from "./ui-fakes";

/** An announcer that reads on whenever `pause` is called, and the reply it listens to. */
function listening(text = "") {
  let waiting: (() => void) | undefined;
  const wait = () => new Promise<void>((resolve) => (waiting = resolve));
  const reply = createEntry(message({ id: "m2", status: "running", text }));
  const running = signal<typeof reply | undefined>(undefined);
  const thread = signal({ running });
  const announcements = createAnnouncements();
  startAnnouncer(fakePorts({}, { wait }), { thread } as unknown as ChatModel, announcements);
  running.value = reply;
  const pause = async () => {
    waiting?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return {
    said: () => announcements.items.value.map((one) => one.text),
    write: async (text: string, status: MessageStatus = "running") => {
      reply.message.value = { ...reply.message.peek(), text, status };
      await pause();
    },
    wait: (activity: Activity | undefined) => (reply.activity.value = activity),
    openAnother: () => (thread.value = { running: signal(undefined) }),
  };
}

describe("a running reply", () => {
  it("is said in finished sentences, several at once when they came together, then that it is complete", async () => {
    const { said, write } = listening();
    await write("One. Two. Thr");
    await write("One. Two. Three. Fo");
    await write("One. Two. Three. Four", "complete");
    expect(said()).toEqual(["One. Two.", "Three.", "Four", "Reply complete."]);
  });

  it("is not said again from its beginning when the page comes back to it", async () => {
    const { said, write } = listening("One. Two");
    await write("One. Two more. Three", "stopped");
    expect(said()).toEqual(["Two more. Three", "Reply stopped."]);
  });

  it("is silent once another conversation is in front", async () => {
    const { said, write, openAnother } = listening();
    openAnother();
    await write("One. Two.", "complete");
    expect(said()).toEqual([]);
  });

  it("says what it waits for once, whatever becomes of the estimate", () => {
    const { said, wait } = listening();
    wait({ kind: "sending" });
    wait({ kind: "waking", at: 0, estimateSec: 90 });
    wait({ kind: "waking", at: 0, estimateSec: 80 });
    wait({ kind: "reconnecting" });
    expect(said()).toEqual(["The model is waking up, about 90 s…", "Reconnecting…"]);
  });
});
