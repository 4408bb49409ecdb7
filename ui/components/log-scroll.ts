import { type ReadonlySignal, signal } from "@preact/signals";
import type { Entry } from "../models/entry";
import { type RowLayout, chooseRows, guessHeight, layOut, nearViews, rowAt } from "../models/row-layout";

/** How near the end counts as being there, px. */
const nearEndPx = 40;

/** The scrolling view of a log: which rows are on the page, and what its reader looks at. */
export interface LogScroll {
  /** Keys of the rows that are on the page; for all others there are gaps of their height. */
  shown: ReadonlySignal<ReadonlySet<string>>;
  atEnd: ReadonlySignal<boolean>;
  /** Says which rows there are, in a render; answers where they lie. */
  setRows(path: readonly Entry[]): RowLayout;
  /** Takes the view and what scrolls in it; the answer lets go of them. */
  connect(view: HTMLElement, content: HTMLElement): () => void;
  /** Measures a row from now on; the answer ends that. */
  watch(row: HTMLElement): () => void;
  onScroll(): void;
  /** Puts what the reader looks at back to its place, after rows have come or gone. */
  settle(): void;
  /** Makes and takes away rows at the next frame. */
  refresh(): void;
  toEnd(): void;
  /** Puts the beginning of a row into sight. */
  toRow(key: string): void;
}

/**
 * @param mayFill - whether rows may be made that nobody looks at yet
 * @param pinned - a row that stays on the page wherever it is
 */
export function createLogScroll(mayFill: () => boolean, pinned: () => string | undefined): LogScroll {
  const shown = signal<ReadonlySet<string>>(new Set());
  const atEnd = signal(true);
  /** As last laid out, or guessed. */
  const heights = new Map<string, number>();
  const chars = new Map<string, number>();
  let layout: RowLayout = { keys: [], tops: [0] };
  let view: HTMLElement | undefined;
  let content: HTMLElement | undefined;
  let sight = { top: 0, height: innerHeight };
  /** What the reader looks at: the first row in sight, and how much of it is above. */
  let anchor: { key: string; offset: number } | undefined;
  let frame: number | undefined;
  /** Where the reader was when the rows were last chosen; undefined while some are still to be made. */
  let chosenTop: number | undefined;
  const observer = new ResizeObserver(onResize);

  function setRows(path: readonly Entry[]): RowLayout {
    for (const { key, message } of path) {
      if (heights.has(key)) continue;
      const { text } = message.peek();
      heights.set(key, guessHeight(text, content?.clientWidth ?? innerWidth));
      chars.set(key, text.length);
    }
    layout = measured(path.map(({ key }) => key));
    if (!view) sight.top = Math.max(0, (layout.tops.at(-1) ?? 0) - sight.height);
    // What is looked at comes first, what is around it with the next frame.
    if (shown.peek().size === 0) choose(0);
    return layout;
  }

  function measured(keys: readonly string[]): RowLayout {
    return layOut(keys, (key) => heights.get(key) ?? 0);
  }

  /** Whether there is more to do. */
  function choose(reach = nearViews): boolean {
    const charsOf = (key: string) => chars.get(key) ?? 0;
    const choice = { layout, sight, shown: shown.peek(), pinned: pinnedRows(), reach, charsOf };
    const { rows, isComplete } = chooseRows(choice);
    const before = shown.peek();
    if (rows.size !== before.size || [...rows].some((key) => !before.has(key))) shown.value = rows;
    chosenTop = isComplete ? sight.top : undefined;
    return !isComplete;
  }

  /** The newest turn, and what would lose something: a row with the focus, a selection, or a text being written. */
  function pinnedRows(): Set<string> {
    const keys = new Set([...layout.keys.slice(-2), pinned() ?? ""]);
    for (const node of [document.activeElement, ...(content?.querySelectorAll("form") ?? [])]) {
      keys.add(keyOf(node));
    }
    const selection = getSelection();
    if (!content || !selection || selection.isCollapsed) return keys;
    for (const row of content.querySelectorAll<HTMLElement>("[data-key]")) {
      if (selection.containsNode(row, true)) keys.add(keyOf(row));
    }
    return keys;
  }

  function onResize(changes: ResizeObserverEntry[]): void {
    if (!view || !content) return;
    const newest = layout.keys.at(-1);
    let isNewestOnly = true;
    for (const { target, borderBoxSize } of changes) {
      const key = keyOf(target);
      if (key === "" || !target.isConnected) continue;
      heights.set(key, borderBoxSize[0]?.blockSize ?? 0);
      isNewestOnly &&= key === newest;
    }
    layout = measured(layout.keys);
    sight.height = view.clientHeight;
    settle();
    // A reply that grows at the end pushes nothing into sight.
    if (!isNewestOnly) refresh();
  }

  function settle(): void {
    if (!view || !content) return;
    if (atEnd.peek()) view.scrollTop = view.scrollHeight;
    else if (anchor) {
      const index = layout.keys.indexOf(anchor.key);
      if (index < 0) return look();
      const top = content.offsetTop + (layout.tops[index] ?? 0) + anchor.offset;
      if (Math.abs(view.scrollTop - top) >= 1) view.scrollTop = top;
    }
    look();
  }

  /** Remembers what is in sight. */
  function look(): void {
    if (!view || !content) return;
    sight.top = view.scrollTop - content.offsetTop;
  }

  function onScroll(): void {
    if (!view) return;
    const before = sight.top;
    look();
    const left = view.scrollHeight - view.clientHeight - view.scrollTop;
    if (left <= nearEndPx) atEnd.value = true;
    // Only a reader moves the view up; content that grows faster than it is followed does not.
    else if (sight.top < before) atEnd.value = false;
    const index = rowAt(layout, sight.top);
    anchor = { key: layout.keys[index] ?? "", offset: sight.top - (layout.tops[index] ?? 0) };
    if (Math.abs(sight.top - (chosenTop ?? Infinity)) > sight.height / 4) refresh();
  }

  function refresh(): void {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      if (choose() && mayFill()) refresh();
    });
  }

  return {
    shown,
    atEnd,
    setRows,
    settle,
    refresh,
    onScroll,
    connect(to, scrolled) {
      [view, content] = [to, scrolled];
      observer.observe(view);
      observer.observe(content);
      settle();
      return () => {
        observer.disconnect();
        if (frame !== undefined) cancelAnimationFrame(frame);
        [view, content, frame] = [undefined, undefined, undefined];
      };
    },
    watch(row) {
      observer.observe(row);
      return () => observer.unobserve(row);
    },
    toEnd() {
      atEnd.value = true;
      settle();
    },
    toRow(key) {
      atEnd.value = false;
      // As far below the edge as the first row is.
      anchor = { key, offset: -(content?.offsetTop ?? 0) };
      settle();
      refresh();
    },
  };
}

function keyOf(node: Element | null): string {
  return node?.closest<HTMLElement>("[data-key]")?.dataset.key ?? "";
}
