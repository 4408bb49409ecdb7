import { type ReadonlySignal, signal } from "@preact/signals";
import type { PagePorts } from "../ports";

export interface Notice {
  text: string;
  tone: "plain" | "problem";
  action?: { label: string; run: () => void };
  /** How far something is; such a notice stays until it is dismissed. */
  progress?: ReadonlySignal<string>;
  /** It stays until it is dismissed. */
  stays?: boolean;
}

/** Short messages at the edge of the page. */
export interface NoticesModel {
  items: ReadonlySignal<readonly Notice[]>;
  /** Shows a notice for some seconds, in place of one that says the same; what one of them offers stays for each. */
  show(notice: Notice): void;
  dismiss(notice: Notice): void;
}

/** How long a notice stays, ms. Long enough to reach its button by keyboard. */
export const noticeMs = 10_000;

export function createNoticesModel(ports: Pick<PagePorts, "wait">): NoticesModel {
  const items = signal<readonly Notice[]>([]);
  function dismiss(notice: Notice): void {
    items.value = items.peek().filter((other) => other !== notice);
  }
  function show(notice: Notice): void {
    items.value = [...items.peek().filter((other) => other.action || other.text !== notice.text), notice];
    if (notice.progress || notice.stays) return;
    void ports.wait(noticeMs).then(() => dismiss(notice));
  }
  return { items, show, dismiss };
}
