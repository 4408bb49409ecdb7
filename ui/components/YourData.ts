import "./YourData.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";

/** All conversations, out as a file and in again. */
export function YourData() {
  const { dialogWords, layout, transfer } = useApp();
  const problem = useSignal("");
  const isOver = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const isBusy = transfer.isBusy.value;

  const exportAs = (format: "markdown" | "json") => {
    layout.closeDialog();
    void transfer.exportAll(format);
  };
  const exportEverything = () => {
    layout.closeDialog();
    void transfer.exportEverything();
  };
  const take = async (file?: File) => {
    if (!file) return;
    problem.value = (await transfer.importFile(file)) ?? "";
    // The notices that go on from here are behind the dialog.
    if (problem.peek() === "") layout.closeDialog();
    else if (input.current) input.current.value = "";
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    isOver.value = false;
    if (!isBusy) void take(event.dataTransfer?.files[0]);
  };
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    isOver.value = !isBusy;
    if (isBusy && event.dataTransfer) event.dataTransfer.dropEffect = "none";
  };
  return html`
    <fieldset
      class="setting your-data"
      data-over=${isOver.value}
      onDragOver=${onDragOver}
      onDragLeave=${() => (isOver.value = false)}
      onDrop=${onDrop}
    >
      <legend>${dialogWords.yourData}</legend>
      <p>${dialogWords.yourDataText}</p>
      <div class="transfers">
        <button class="button" disabled=${isBusy} onClick=${() => exportAs("markdown")}>
          ${dialogWords.exportAllMarkdown}
        </button>
        <button class="button" disabled=${isBusy} onClick=${() => exportAs("json")}>
          ${dialogWords.exportAllJson}
        </button>
        <button class="button" disabled=${isBusy} onClick=${exportEverything}>
          ${dialogWords.everything.start}
        </button>
        <button class="button" disabled=${isBusy} onClick=${() => input.current?.click()}>
          ${dialogWords.imports.choose}
        </button>
      </div>
      <input
        ref=${input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label=${dialogWords.imports.choose}
        onChange=${() => void take(input.current?.files?.[0])}
      />
      ${problem.value && html`<p class="wrong" role="alert">${problem.value}</p>`}
    </fieldset>
  `;
}
