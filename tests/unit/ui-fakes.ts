import { signal } from "@preact/signals";
import type { Message } from "../../runtime/contract/message";
import type { StartedEvent, StreamEvent } from "../../runtime/contract/stream-event";
import type { ParleyApi } from "../../ui/api/client";
import { plainBoot } from "../../ui/plain-boot";
import { en } from "../../ui/messages/en";
import { enDialogs } from "../../ui/messages/en-dialogs";
import type { KeyValueStorage, PagePorts, TabEvent, Tabs } from "../../ui/ports";

export const at = "2026-03-14T12:00:00.000Z";

export function message(given: Partial<Message> & Pick<Message, "id">): Message {
  return {
    conversationId: "c1",
    parentId: null,
    role: "assistant",
    text: "",
    status: "complete",
    createdAt: at,
    updatedAt: at,
    ...given,
  };
}

export const started: StartedEvent = {
  type: "started",
  conversationId: "c1",
  userMessageId: "m1",
  messageId: "m2",
  title: "Hello",
};

/** A stream of `events` that then breaks with `error`, when there is one. */
export async function* streamOf(events: StreamEvent[], error?: Error): AsyncGenerator<StreamEvent> {
  yield* events;
  if (error) throw error;
}

export function fakeStorage(stored: Record<string, string> = {}): KeyValueStorage {
  return {
    get: (key) => stored[key],
    set: (key, value) => void (stored[key] = value),
    remove: (key) => void delete stored[key],
    keys: () => Object.keys(stored),
  };
}

/** Pages of one browser: what one tells, all the others hear. */
export function fakeTabs(): () => Tabs {
  const pages: Set<(event: TabEvent) => void>[] = [];
  return () => {
    const mine = new Set<(event: TabEvent) => void>();
    pages.push(mine);
    return {
      tell: (event) => {
        const others = pages.filter((page) => page !== mine);
        for (const page of others) for (const handler of page) handler(event);
      },
      listen: (handler) => {
        mine.add(handler);
        return () => mine.delete(handler);
      },
    };
  };
}

/** Ports without a browser: frames run at once, waits are over at once, ids count up. */
export function fakePorts(api: Partial<ParleyApi>, given: Partial<PagePorts> = {}): PagePorts {
  let ids = 0;
  let path = "/";
  return {
    api: api as ParleyApi,
    words: () => en,
    dialogWords: () => enDialogs,
    boot: plainBoot,
    storage: fakeStorage(),
    fetchAttachments: () => Promise.reject(new Error("This test attaches no files.")),
    frame: (task) => task(),
    wait: async () => undefined,
    now: () => Date.parse(at),
    newId: () => `id-${(ids += 1)}`,
    copy: async () => undefined,
    createFile: () => ({ write: () => undefined, save: () => undefined }),
    tabs: fakeTabs()(),
    isOnline: signal(true),
    isStale: signal(false),
    isVisible: signal(true),
    onReturn: () => () => undefined,
    location: {
      path: () => path.replace(/#.*/, ""),
      hash: () => /#(.*)/.exec(path)?.[1] ?? "",
      push: (next) => void (path = next),
      replace: (next) => void (path = next),
      reload: () => undefined,
    },
    ...given,
  };
}
