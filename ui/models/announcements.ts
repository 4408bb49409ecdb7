import { type ReadonlySignal, signal } from "@preact/signals";

/** Something to be heard. */
export interface Announcement {
  key: number;
  text: string;
}

/** What is said to those who listen instead of look. */
export interface Announcements {
  /** The last ones, oldest first: each is said when it is added. */
  items: ReadonlySignal<readonly Announcement[]>;
  say(text: string): void;
}

/** What was said stays for as long as it may take to say it. */
const keptAnnouncements = 20;

export function createAnnouncements(): Announcements {
  const items = signal<readonly Announcement[]>([]);
  let count = 0;
  return {
    items,
    say: (text) => {
      if (text === "") return;
      const next = { key: (count += 1), text };
      items.value = [...items.peek(), next].slice(-keptAnnouncements);
    },
  };
}
