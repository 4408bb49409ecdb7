import type { Measured } from "./measure";

interface Row {
  what: string;
  value: keyof Measured;
  unit: string;
  limit?: number;
}

const rows: Row[] = [
  { what: "requests begun until usable", value: "requests", unit: "", limit: 6 },
  { what: "the same: over the wire", value: "wireKb", unit: "kB", limit: 45 },
  { what: "the same: decoded", value: "decodedKb", unit: "kB", limit: 130 },
  { what: "requests until the page is quiet", value: "allRequests", unit: "" },
  { what: "the same: over the wire", value: "allWireKb", unit: "kB" },
  { what: "the same: decoded", value: "allDecodedKb", unit: "kB" },
  { what: "usable text box after", value: "usableMs", unit: "ms", limit: 400 },
  { what: "2,000 tokens at 110/s: page done after the last byte", value: "lateMs", unit: "ms", limit: 100 },
  { what: "the same: main thread busy until done", value: "streamBusyMs", unit: "ms" },
  { what: "the same: share of the time", value: "streamBusyShare", unit: "%", limit: 15 },
  { what: "the same: longest task", value: "streamLongestMs", unit: "ms", limit: 50 },
  { what: "the same: text grows", value: "streamUpdates", unit: "times/s" },
  { what: "1,000 messages: newest painted after", value: "openMs", unit: "ms", limit: 400 },
  { what: "the same: main thread busy until at rest", value: "openBusyMs", unit: "ms" },
  { what: "the same: elements", value: "openElements", unit: "", limit: 4_000 },
  { what: "the same: heap", value: "openHeapMb", unit: "MB", limit: 25 },
  { what: "the same, read up to the first: longest task", value: "scrollLongestMs", unit: "ms", limit: 50 },
  { what: "the same: most elements at a time", value: "scrollElements", unit: "", limit: 4_000 },
  { what: "the same: heap at the first message", value: "scrollHeapMb", unit: "MB", limit: 25 },
  { what: "heap after 10 replies of 2,000 tokens at 300/s", value: "memoryAfter10Mb", unit: "MB" },
  { what: "heap after 50", value: "memoryAfter50Mb", unit: "MB" },
  { what: "the latter : the former", value: "memoryGrowth", unit: "×", limit: 1.2 },
];

/** The measurements as a Markdown table, and which of ours are over their limit. */
export function report(ours: Measured, theirs?: [string, Measured]): { text: string; missed: string[] } {
  const said = (value: number | undefined, unit: string) =>
    value === undefined ? "–" : `${rounded(value)} ${unit}`;
  const present = rows.filter(({ value }) => ours[value] !== undefined);
  const lines = present.map(({ what, value, unit, limit }) => {
    const [our, their] = [ours[value], theirs?.[1][value]];
    const ratio = our && their ? `${(their / our).toFixed(1)} ×` : "–";
    return `| ${[what, limit === undefined ? "–" : `≤ ${said(limit, unit)}`, said(our, unit), said(their, unit), ratio].join(" | ")} |`;
  });
  const head = [`| | limit | Parley | ${theirs?.[0] ?? "Gradio"} | ratio |`, "|---|--:|--:|--:|--:|"];
  const isMissed = ({ value, limit }: Row) => limit !== undefined && (ours[value] ?? 0) > limit;
  return {
    text: [...head, ...lines].join("\n").replaceAll(/ +\|/g, " |"),
    missed: present.filter(isMissed).map(({ what }) => what),
  };
}

function rounded(value: number): string {
  const isShort = value < 10 && !Number.isInteger(value);
  return isShort ? value.toFixed(2) : Math.round(value).toLocaleString("en");
}
