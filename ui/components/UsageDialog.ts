import "./UsageDialog.css";
import { useEffect, useMemo } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { createUsageModel } from "../models/usage-model";
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
  const isMine = usage.view.value === "mine";
  const content = isMine
    ? usage.mine.value && html`<${OwnUsage} usage=${usage.mine.value} />`
    : usage.everyones.value && html`<${EveryonesUsage} usage=${usage.everyones.value} />`;
  const shown = html`
    ${
      usage.hasFailed.value
        ? html`<p class="wrong" role="alert">
            ${words.partFailed}
            <button class="button" type="button" onClick=${() => void usage.load()}>${words.tryAgain}</button>
          </p>`
        : (content ?? html`<p role="status">${words.loading}</p>`)
    }
  `;
  return html`
    <${Dialog} title=${says.title}>
      <div class="usage">
        ${
          usage.isAdmin.value
            ? html`<${Tabs}
                label=${says.title}
                names=${Object.keys(views)}
                chosen=${isMine ? words.you : says.everyones}
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
