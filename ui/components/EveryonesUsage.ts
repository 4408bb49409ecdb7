import type { EveryonesUsage as Used } from "../../runtime/contract/usage";
import { useApp } from "../context";
import { html } from "../html";
import { tokensOf } from "../models/usage-chart";
import { People } from "./People";
import { UsageChart } from "./UsageChart";

export interface EveryonesUsageProps {
  usage: Used;
}

/** Who has used how much, and what that comes to where the operator has told the price. */
export function EveryonesUsage({ usage: { cost, days, users } }: EveryonesUsageProps) {
  const { dialogWords, language } = useApp();
  const says = dialogWords.usage;
  const { number } = language.speech.value;
  const usd = (amount: number) => `${number(amount, 2)} USD`;
  return html`
    <${UsageChart} days=${days} />
    ${
      users.length > 0 &&
      html`<table class="people" aria-label=${says.everyones}>
        <thead>
          <tr>
            <th scope="col">${says.person}</th>
            <th scope="col">${says.requests}</th>
            <th scope="col">${says.tokens}</th>
            ${cost && html`<th scope="col">${says.cost}</th>`}
          </tr>
        </thead>
        <tbody>
          ${users.map(
            (one) =>
              html`<tr key=${one.user}>
                <th scope="row"><bdi>${one.user}</bdi></th>
                <td>${number(one.requests)}</td>
                <td>${number(tokensOf(one))}</td>
                ${one.costUsd !== undefined && html`<td>${usd(one.costUsd)}</td>`}
              </tr>`,
          )}
        </tbody>
      </table>`
    }
    ${cost && html`<p class="note">${says.costNote(usd(cost.totalUsd), usd(cost.instancePricePerHourUsd))}</p>`}
    <${People} />
  `;
}
