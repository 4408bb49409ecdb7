import { percentile } from "../percentile";
import type { Times, Way } from "./way";

export type Measured = Map<Way, Times[]>;

interface Results {
  /** The very first stream. */
  cold: Measured;
  /** One stream at a time. */
  alone: Measured;
  /** `atOnce` streams of `tokens` tokens each. */
  together: Measured;
  atOnce: number;
  tokens: number;
}

const limits = { addedFirstMs: 15, throughputShare: 95 };

/** The ways as a Markdown table, the first one the yardstick of the others, and which are over a limit. */
export function report(ways: Way[], results: Results): { text: string; missed: string[] } {
  const [direct] = ways;
  if (!direct) throw new Error("There is nothing to compare with.");
  const yardstick = figuresOf(direct, results);
  const rows = ways.map((way) => {
    const figures = figuresOf(way, results);
    return {
      name: way.name,
      ...figures,
      added: figures.first50 - yardstick.first50,
      share: (100 * figures.throughput) / yardstick.throughput,
      wholeShare: (100 * figures.wholeThroughput) / yardstick.wholeThroughput,
    };
  });
  const crowd = `${results.atOnce} at once, ${results.tokens.toLocaleString("en")} tokens each:`;
  const head = [
    "",
    "cold: first token",
    "warm: p50",
    "p99",
    "added",
    "whole p50",
    `${crowd} first token p50`,
    "p99",
  ];
  const lines = rows.map((row) => [
    row.name,
    ...[row.cold, row.first50, row.first99, row.added, row.whole50, row.crowded50, row.crowded99].map(ms),
    Math.round(row.throughput).toLocaleString("en"),
    `${row.share.toFixed(1)} %`,
    `${row.wholeShare.toFixed(1)} %`,
  ]);
  const table = [
    [...head, "tokens/s of all, running", "of the model's", "with their beginning at once"],
    ["---", ...Array<string>(head.length + 2).fill("--:")],
    ...lines,
  ];
  const said = `Limits: ≤ ${limits.addedFirstMs} ms added to the first token, ≥ ${limits.throughputShare} % of the model's tokens/s while all run.`;
  return {
    text: [...table.map((line) => `| ${line.join(" | ")} |`), "", said].join("\n"),
    missed: rows
      .filter(({ added, share }) => added > limits.addedFirstMs || share < limits.throughputShare)
      .map(({ name }) => name),
  };
}

function figuresOf(way: Way, { cold, alone, together, atOnce, tokens }: Results) {
  const column = (measured: Measured, field: keyof Times) =>
    (measured.get(way) ?? []).map((times) => times[field]);
  const [first, crowded] = [column(alone, "firstTokenMs"), column(together, "firstTokenMs")];
  return {
    cold: percentile(column(cold, "firstTokenMs"), 0.5),
    first50: percentile(first, 0.5),
    first99: percentile(first, 0.99),
    whole50: percentile(column(alone, "totalMs"), 0.5),
    crowded50: percentile(crowded, 0.5),
    crowded99: percentile(crowded, 0.99),
    throughput: column(together, "middlePerSecond").reduce((sum, one) => sum + one, 0),
    wholeThroughput: (1_000 * atOnce * tokens) / Math.max(...column(together, "totalMs")),
  };
}

const ms = (value: number) => `${value.toFixed(1)} ms`;
