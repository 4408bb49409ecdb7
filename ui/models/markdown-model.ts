import { type ReadonlySignal, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { RenderBlock } from "../markdown/renderer";

/** What shows Markdown. */
export interface MarkdownRenderer {
  render: RenderBlock;
  /** Shows the source of a diagram in the place of its picture, or the picture again. */
  toggleDiagram(source: string): void;
  /** A whole message, block by block. */
  Blocks: ComponentType<{ text: string; isRunning: boolean }>;
}

/** The Markdown renderer, which is fetched when the first message needs it. */
export interface MarkdownModel {
  /** Undefined until it has come: text is shown as it is written. */
  renderer: ReadonlySignal<MarkdownRenderer | undefined>;
  load(): Promise<void>;
}

/** @param fetchRenderer - fails when it cannot be fetched; the next `load` tries again */
export function createMarkdownModel(fetchRenderer: () => Promise<MarkdownRenderer>): MarkdownModel {
  const renderer = signal<MarkdownRenderer | undefined>(undefined);
  let coming: Promise<void> | undefined;
  async function fetchOnce(): Promise<void> {
    try {
      const fetched = await fetchRenderer();
      renderer.value = fetched;
    } catch {
      coming = undefined;
    }
  }
  return { renderer, load: () => (coming ??= fetchOnce()) };
}
