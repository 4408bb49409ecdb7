import "katex/dist/katex.min.css";
import katex, { type KatexOptions } from "katex";

/** A formula as it is read; undefined when it is to stay as its source. */
export type Formulas = (tex: string, isBlock: boolean) => Node | undefined;

/** Longer formulas, in characters, stay source: to set them would hold the page up. */
const maxChars = 3_000;
/** A growing paragraph shows its formulas anew each frame. */
const maxKnown = 300;

/** What KaTeX makes before it makes nodes. */
interface FormulaTree {
  attributes?: Record<string, string>;
  children?: FormulaTree[];
  toNode(): Node;
}

const engine = katex as unknown as {
  __renderToDomTree(tex: string, options: KatexOptions): FormulaTree;
};

const limits = { trust: false, maxSize: 30, maxExpand: 500, strict: "ignore" as const };

/** This module is built apart and fetched when the first message shows a formula. */
export function createFormulas(): Formulas {
  const known = new Map<string, Node | undefined>();
  return (tex, isBlock) => {
    const key = `${isBlock}${tex}`;
    if (!known.has(key)) {
      if (known.size >= maxKnown) known.delete(known.keys().next().value ?? "");
      known.set(key, setFormula(tex, isBlock));
    }
    return known.get(key)?.cloneNode(true);
  };
}

function setFormula(tex: string, isBlock: boolean): Node | undefined {
  if (tex === "" || tex.length > maxChars) return undefined;
  try {
    // oxlint-disable-next-line no-underscore-dangle -- KaTeX's own name
    const tree: FormulaTree = engine.__renderToDomTree(tex, {
      ...limits,
      displayMode: isBlock,
      throwOnError: true,
    });
    dropStyleAttributes(tree);
    return tree.toNode();
  } catch {
    return undefined;
  }
}

/**
 * The page's content security policy refuses style attributes, and each try is an error in the console. KaTeX sets
 * nearly all styles through the CSSOM; the few that it writes as attributes only repeat what is set around them.
 */
function dropStyleAttributes({ attributes, children }: FormulaTree): void {
  delete attributes?.style;
  children?.forEach(dropStyleAttributes);
}
