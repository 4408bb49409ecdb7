import "./UsageChart.css";
import type { DayUsage } from "../../runtime/contract/usage";
import { useApp } from "../context";
import { html } from "../html";
import { type Bar, chartOf, tokensOf } from "../models/usage-chart";

export interface UsageChartProps {
  days: readonly DayUsage[];
}

/** How wide a day is; its bar leaves a little of it free. */
const dayWidth = 10;
const barWidth = 7;

/** Tokens by day, as a picture and as a table. */
export function UsageChart({ days }: UsageChartProps) {
  const { dialogWords, language, words } = useApp();
  const says = dialogWords.usage;
  const { number, date } = language.speech.value;
  const { top, bars } = chartOf(days);
  const dateOf = (day?: DayUsage) =>
    day ? date(new Date(day.date), { month: "short", day: "numeric", timeZone: "UTC" }) : "";
  const all = days.reduce((sum, day) => sum + tokensOf(day), 0);
  const used = days.filter(({ requests }) => requests > 0).toReversed();
  return html`
    <figure class="usage-chart">
      <figcaption>
        <span>${says.byDay}</span>
        <span data-part="prompt">${says.prompts}</span>
        <span data-part="reply">${says.replies}</span>
      </figcaption>
      <p class="top">${number(top)}</p>
      <svg
        viewBox=${`0 0 ${days.length * dayWidth} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label=${`${says.byDay}: ${words.tokens(all)}`}
        data-points=""
      >
        ${bars.map(
          (bar, index) =>
            html`<g key=${bar.day.date}>
              <title>${`${dateOf(bar.day)}: ${words.tokens(tokensOf(bar.day))}`}</title>
              ${barOf(bar, index * dayWidth)}
            </g>`,
        )}
      </svg>
      <p class="ends"><span>${dateOf(days[0])}</span><span>${dateOf(days.at(-1))}</span></p>
      ${used.length > 0 && html`<${UsageTable} days=${used} dateOf=${dateOf} />`}
    </figure>
  `;
}

interface UsageTableProps extends UsageChartProps {
  dateOf: (day: DayUsage) => string;
}

/** The same in numbers. */
function UsageTable({ days, dateOf }: UsageTableProps) {
  const { dialogWords, language, words } = useApp();
  const says = dialogWords.usage;
  const { number } = language.speech.value;
  return html`<details>
    <summary>${words.table}</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">${says.day}</th>
          <th scope="col">${says.requests}</th>
          <th scope="col">${says.prompts}</th>
          <th scope="col">${says.replies}</th>
        </tr>
      </thead>
      <tbody>
        ${days.map(
          (day) =>
            html`<tr key=${day.date}>
              <th scope="row">${dateOf(day)}</th>
              <td>${number(day.requests)}</td>
              <td>${number(day.promptTokens)}</td>
              <td>${number(day.completionTokens)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

/** The whole height of the day shows its numbers under the pointer. */
function barOf({ promptTop, promptHeight, replyTop, replyHeight }: Bar, x: number) {
  return html`
    <rect class="day" x=${x} y="0" width=${dayWidth} height="100" />
    <rect data-part="prompt" x=${x + 1.5} y=${promptTop} width=${barWidth} height=${promptHeight} />
    <rect data-part="reply" x=${x + 1.5} y=${replyTop} width=${barWidth} height=${replyHeight} />
  `;
}
