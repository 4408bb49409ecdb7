import { type ReadonlySignal, effect, signal } from "@preact/signals";
import { readOut } from "../markdown/read-out";
import { activityText } from "../messages/activity-text";
import type { PagePorts } from "../ports";
import type { ChatModel } from "./chat-model";
import type { Entry } from "./entry";

/** Something to be heard. */
export interface Announcement {
  key: number;
  text: string;
}

/** What those who listen instead of look are told: a reply as it grows, and what becomes of it. */
export interface Announcer {
  /** The last ones, oldest first: each is said when it is added. */
  announcements: ReadonlySignal<readonly Announcement[]>;
  /** Listens to the conversation in front, from now on. */
  start(): void;
}

/** How often a growing reply is read on, ms: some sentences at once disturb less than one after the other. */
const pauseMs = 1_500;
/** What was said stays for as long as it may take to say it. */
const keptAnnouncements = 20;

export function createAnnouncer(ports: Pick<PagePorts, "wait" | "words">, chat: ChatModel): Announcer {
  const announcements = signal<readonly Announcement[]>([]);
  let count = 0;

  function say(text: string): void {
    if (text === "") return;
    const next = { key: (count += 1), text };
    announcements.value = [...announcements.peek(), next].slice(-keptAnnouncements);
  }

  /** Where the text on the page already ends is not said again. */
  async function readAlong(reply: Entry, isInFront: () => boolean): Promise<void> {
    const text = () => reply.message.peek().text;
    let { next } = readOut(text(), 0, false, ports.words().spoken);
    const readOn = (isDone: boolean) => {
      const read = readOut(text(), next, isDone, ports.words().spoken);
      ({ next } = read);
      say(read.said.join(" "));
    };
    while (isInFront() && reply.message.peek().status === "running") {
      await ports.wait(pauseMs);
      if (isInFront()) readOn(reply.message.peek().status !== "running");
    }
  }

  return {
    announcements,
    start: () => {
      effect(() => {
        const thread = chat.thread.value;
        const reply = thread.running.value;
        const isInFront = () => chat.thread.peek() === thread;
        if (reply) void readAlong(reply, isInFront).then(() => isInFront() && say(endOf(reply)));
      });
      let before: string | undefined;
      effect(() => {
        const activity = chat.thread.value.running.value?.activity.value;
        // The estimate changes all the time; that there is a wait is said once.
        if (activity && activity.kind !== before && activity.kind !== "sending") {
          say(activityText(activity, ports.words()));
        }
        before = activity?.kind;
      });
    },
  };

  function endOf(reply: Entry): string {
    const { status } = reply.message.peek();
    return status === "running" ? "" : ports.words().announced[status];
  }
}
