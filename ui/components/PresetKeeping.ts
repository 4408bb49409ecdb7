import { useSignal } from "@preact/signals";
import { useApp } from "../context";
import { html } from "../html";
import { isEmpty } from "../models/chat-fields";
import { presetOf } from "../models/presets-model";
import { PresetName } from "./PresetName";

/** What can be done with the settings as a whole: keep them as a preset of one's own, or let them go. */
export function PresetKeeping() {
  const { chat, presets } = useApp();
  const model = chat.settings.value;
  const naming = useSignal<"new" | "rename" | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const settings = model.settings.value;
  if (isEmpty(settings) && presets.deleted.value === undefined) return null;
  const own = presetOf(settings, presets.offered.value, model.chosen.value)?.preset.own;

  const run = async (task: Promise<string | undefined>) => {
    giveFocusAway();
    problem.value = await task;
  };
  const start = (what: "new" | "rename") => {
    problem.value = undefined;
    naming.value = what;
  };
  const endNaming = () => {
    giveFocusAway();
    naming.value = undefined;
  };
  const onName = async (name: string) => {
    const isRename = naming.value === "rename" && own !== undefined;
    const outcome = isRename
      ? { problem: await presets.change({ ...own, name }), key: `own-${own.id}` }
      : await presets.add(name, settings);
    problem.value = "problem" in outcome ? outcome.problem : undefined;
    if (problem.value !== undefined || !("key" in outcome)) return;
    model.named(outcome.key);
    endNaming();
  };
  const name = naming.value === "rename" ? (own?.name ?? "") : "";
  return html`
    <div class="keeping">
      ${
        naming.value === undefined
          ? html`<${Acts} run=${run} start=${start} />`
          : html`<${PresetName} name=${name} onDone=${onName} onCancel=${endNaming} />`
      }
    </div>
    <${Deleted} run=${run} />
    ${problem.value !== undefined && html`<p class="wrong" role="alert">${problem.value}</p>`}
  `;
}

interface ActsProps {
  /** Says what went wrong. */
  run(task: Promise<string | undefined>): Promise<void>;
  /** Asks for a name. */
  start(what: "new" | "rename"): void;
}

const act = (label: string, onClick: () => void) =>
  html`<button class="button" type="button" onClick=${onClick}>${label}</button>`;

function Acts({ run, start }: ActsProps) {
  const { chat, dialogWords, presets } = useApp();
  const model = chat.settings.value;
  const settings = model.settings.value;
  const found = presetOf(settings, presets.offered.value, model.chosen.value);
  const own = found?.preset.own;
  const says = dialogWords.presets;
  const reset = () => {
    giveFocusAway();
    model.choose();
  };
  return html`
    ${own && found.isChanged && act(says.update(own.name), () => void run(presets.change({ ...own, settings })))}
    ${!isEmpty(settings) && act(says.keep, () => start("new"))}
    ${own && act(says.rename, () => start("rename"))}
    ${own && act(says.remove, () => void run(presets.remove(own)))}
    ${!isEmpty(settings) && act(says.reset, reset)}
  `;
}

/** The preset that was deleted last, and the way back. */
function Deleted({ run }: Pick<ActsProps, "run">) {
  const { dialogWords, presets, words } = useApp();
  const deleted = presets.deleted.value;
  if (deleted === undefined) return null;
  return html`<p class="keeping" role="status">
    ${dialogWords.presets.removed(deleted.name)} ${act(words.undo, () => void run(presets.undo()))}
  </p>`;
}

/** What is pressed here may go with what it changes. */
function giveFocusAway(): void {
  const dialog = document.querySelector("dialog[open]");
  (dialog?.querySelector("select") ?? dialog?.querySelector("button"))?.focus();
}
