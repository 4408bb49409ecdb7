import { effect } from "@preact/signals";
import { readOut } from "../markdown/read-out";
import { activityText } from "../messages/activity-text";
import type { PagePorts } from "../ports";
import type { Announcements } from "./announcements";
import type { ChatModel } from "./chat-model";
import type { Entry } from "./entry";

/** How often a growing reply is read on, ms: some sentences at once disturb less than one after the other. */
const pauseMs = 1_500;

/** Tells those who listen, from now on, the replies of the conversation in front as they grow, and what becomes of them. */
export function startAnnouncer(
  ports: Pick<PagePorts, "wait" | "words">,
  chat: Pick<ChatModel, "thread">,
  { say }: Announcements,
): void {
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
    const { status } = reply.message.peek();
    if (isInFront() && status !== "running") say(ports.words().announced[status]);
  }

  effect(() => {
    const thread = chat.thread.value;
    const reply = thread.running.value;
    if (reply) void readAlong(reply, () => chat.thread.peek() === thread);
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
}
