import MiniSearch from "minisearch";
import { hasStem, searchTerms } from "./search-terms";

/** A passage as it is searched. */
export interface RankedPassage {
  text: string;
  /** What its file and its place in it are called: `report.pdf page 12`. */
  place: string;
}

export interface Ranking {
  /** Which passages, from 0, best first; only those that are nearly as good as the best. */
  best: number[];
  /** False when the question's words are hardly there: it may be asked of the whole, or in another language. */
  isSure: boolean;
}

/** Of the best one's score; what has less has a word in common by chance. */
const leastScore = 0.25;

/** A word in more passages than this says nothing of any. */
const commonShare = 0.4;

/** How much a word of an earlier question counts. */
const earlierBoost = 0.4;

/**
 * Passages by how well they fit a question (BM25).
 *
 * @param questions - the newest one first
 */
export function rankPassages(passages: readonly RankedPassage[], questions: readonly string[]): Ranking {
  const asked = new Set(searchTerms(questions[0] ?? ""));
  const wanted = new Set(questions.flatMap(searchTerms));
  const counts = new Map<string, number>();
  const index = new MiniSearch<RankedPassage & { id: number }>({
    fields: ["text", "place"],
    tokenize: splitTerms,
    // Only what is asked for: the index of a large file would take more memory than the file.
    processTerm: (term) => (wanted.has(term) ? term : null),
  });
  for (const [id, { text, place }] of passages.entries()) {
    const terms = searchTerms(text);
    for (const term of new Set(terms)) if (asked.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
    index.add({ id, text: terms.join(" "), place: searchTerms(place).join(" ") });
  }
  const found = index.search([...wanted].join(" "), {
    boostTerm: (term) => (asked.has(term) ? 1 : earlierBoost),
  });
  const top = found[0];
  const best = found.filter(({ score }) => score >= (top?.score ?? 0) * leastScore).map(({ id }) => id);
  const telling = [...asked].filter(
    (term) => !hasStem(term) && (counts.get(term) ?? 0) <= passages.length * commonShare,
  );
  const matched = telling.filter((term) => top?.terms.includes(term));
  return { best, isSure: matched.length * 2 > telling.length };
}

function splitTerms(terms: string): string[] {
  return terms.split(" ");
}
