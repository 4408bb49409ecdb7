import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { DrawDiagram } from "../diagrams/draw-diagram";
import type { Diagram } from "../diagrams/frame-messages";

/** The diagrams that the page shows, each known by its source. What reads them in an effect is told of changes. */
export interface DiagramsModel {
  /** Asks for the picture; undefined while there is none, or when there will be none: the source has to do. */
  picture(source: string): Diagram | "broken" | undefined;
  /** The reader wants to see the source and not the picture. */
  isSourceWanted(source: string): boolean;
  toggle(source: string): void;
}

/** Longer sources, in characters, are not drawn. */
const maxChars = 20_000;
/** So many are kept; more only while they are all on the page. */
const maxKnown = 60;

interface KnownDiagram {
  /** Undefined when it was not drawn, and should be once more. */
  theme: "light" | "dark" | undefined;
  picture: Signal<Diagram | "broken" | undefined>;
  /** Something on the page waits for it, or shows it. */
  isShown: boolean;
}

export function createDiagramsModel(
  draw: DrawDiagram,
  theme: ReadonlySignal<"light" | "dark">,
): DiagramsModel {
  const known = new Map<string, KnownDiagram>();
  const sourceWanted = signal<ReadonlySet<string>>(new Set());

  function find(source: string): KnownDiagram {
    const found = known.get(source);
    if (found) return found;
    if (known.size >= maxKnown) forgetOne();
    const picture = signal<Diagram | "broken" | undefined>(undefined, {
      watched: () => (fresh.isShown = true),
      unwatched: () => (fresh.isShown = false),
    });
    const fresh: KnownDiagram = { theme: undefined, picture, isShown: false };
    known.set(source, fresh);
    return fresh;
  }

  /** The oldest that nothing shows: one that is shown would be drawn anew at once. */
  function forgetOne(): void {
    for (const [source, { isShown }] of known) {
      if (!isShown) return void known.delete(source);
    }
  }

  return {
    picture: (source) => {
      if (source.trim() === "" || source.length > maxChars) return undefined;
      const diagram = find(source);
      const wanted = theme.value;
      if (diagram.theme !== wanted) void drawAgain(draw, diagram, source, wanted);
      return diagram.picture.value;
    },
    isSourceWanted: (source) => sourceWanted.value.has(source),
    toggle: (source) => {
      const next = new Set(sourceWanted.peek());
      if (!next.delete(source)) next.add(source);
      sourceWanted.value = next;
    },
  };
}

/** Until the picture in this theme has come, the one in the other stays. */
async function drawAgain(
  draw: DrawDiagram,
  diagram: KnownDiagram,
  source: string,
  wanted: "light" | "dark",
): Promise<void> {
  diagram.theme = wanted;
  try {
    const drawn = await draw(source, wanted);
    if (diagram.theme === wanted) diagram.picture.value = drawn ?? "broken";
  } catch {
    if (diagram.theme === wanted) diagram.theme = undefined;
  }
}
