import "./UsageDialog.css";
import { useEffect, useMemo } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { type UsageModel, createUsageModel } from "../models/usage-model";
import { Dialog } from "./Dialog";
import { EveryonesUsage } from "./EveryonesUsage";
import { OwnUsage } from "./OwnUsage";
import { Tabs } from "./Tabs";

/** What was used: one's own, and for an admin everybody's. */
export function UsageDialog() {
  const { api, dialogWords, words } = useApp();
  const usage = useMemo(() => createUsageModel({ api }), [api]);
  const says = dialogWords.usage;
  useEffect(() => {
    void usage.load();
  }, [usage]);
  const views = { [words.you]: "mine", [says.everyones]: "everyone" } as const;
  const shown = html`<${Shown} usage=${usage} />`;
  return html`
    <${Dialog} title=${says.title}>
      <div class="usage">
        ${
          usage.isAdmin.value
            ? html`<${Tabs}
                label=${says.title}
                names=${Object.keys(views)}
                chosen=${usage.view.value === "mine" ? words.you : says.everyones}
                onChoose=${(name: string) => void usage.choose(views[name] ?? "mine")}
              >
                ${shown}
              <//>`
            : shown
        }
      </div>
    <//>
  `;
}

/** What is chosen, once it has come. */
function Shown({ usage }: { usage: UsageModel }) {
  const { words } = useApp();
  const mine = usage.mine.value;
  const everyones = usage.everyones.value;
  if (usage.hasFailed.value)
    return html`<p class="wrong" role="alert">
      ${words.partFailed}
      <button class="button" type="button" onClick=${() => void usage.load()}>${words.tryAgain}</button>
    </p>`;
  const content =
    usage.view.value === "mine"
      ? mine && html`<${OwnUsage} usage=${mine} />`
      : everyones && html`<${EveryonesUsage} usage=${everyones} />`;
  return content ?? html`<p role="status">${words.loading}</p>`;
}
