import type { OwnUsage as Used } from "../../runtime/contract/usage";
import { useApp } from "../context";
import { html } from "../html";
import { tokensOf } from "../models/usage-chart";
import { UsageChart } from "./UsageChart";

export interface OwnUsageProps {
  usage: Used;
}

/** What one has used of what one may. */
export function OwnUsage({ usage: { tier, today, month, days } }: OwnUsageProps) {
  const { dialogWords, language, words } = useApp();
  const says = dialogWords.usage;
  const { number, date } = language.speech.value;
  const ofToday = (what: string) => `${what} · ${words.groups.today}`;
  const thisMonth = date(new Date(month.month), { month: "long", timeZone: "UTC" });
  const limits = [
    { name: ofToday(says.requests), used: today.requests, limit: tier.requestsPerDay },
    { name: ofToday(says.tokens), used: tokensOf(today), limit: tier.tokensPerDay },
    { name: `${says.tokens} · ${thisMonth}`, used: tokensOf(month), limit: tier.tokensPerMonth },
  ];
  return html`
    <dl class="limits">
      ${limits.map(
        ({ name, used, limit }) => html`
          <div key=${name}>
            <dt>${name}</dt>
            <dd>
              <b>${number(used)}</b>
              ${limit !== undefined && html`<span>${`/ ${number(limit)}`}</span>`}
              ${
                limit !== undefined &&
                html`<progress aria-label=${name} max=${limit} value=${Math.min(used, limit)} />`
              }
            </dd>
          </div>
        `,
      )}
    </dl>
    <${UsageChart} days=${days} />
    <p class="note">${says.tier(tier.name)}</p>
  `;
}
