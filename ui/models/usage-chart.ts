import type { DayUsage } from "../../runtime/contract/usage";

/** Of a chart 100 high: where a day's bar begins, from the top, and how high its two parts are. */
export interface Bar {
  day: DayUsage;
  replyTop: number;
  replyHeight: number;
  promptTop: number;
  promptHeight: number;
}

export interface UsageChart {
  /** What the top of the chart stands for, in tokens: a round number. */
  top: number;
  bars: Bar[];
}

/** Tokens by day, replies standing on prompts. */
export function chartOf(days: readonly DayUsage[]): UsageChart {
  const top = roundUp(Math.max(0, ...days.map(tokensOf)));
  const bars = days.map((day) => {
    const promptHeight = (day.promptTokens / top) * 100;
    const replyHeight = (day.completionTokens / top) * 100;
    const promptTop = 100 - promptHeight;
    return { day, promptTop, promptHeight, replyTop: promptTop - replyHeight, replyHeight };
  });
  return { top, bars };
}

export function tokensOf({
  promptTokens,
  completionTokens,
}: Pick<DayUsage, "promptTokens" | "completionTokens">): number {
  return promptTokens + completionTokens;
}

/** The next round number, at least 10. */
function roundUp(count: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(count, 10)));
  return unit * ([1, 2, 3, 4, 5, 6, 8].find((step) => step * unit >= count) ?? 10);
}
