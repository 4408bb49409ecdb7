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
  const isBusy = transfer.isBusy.value;

  /** Resolves with false when the file is not taken. */
  const take = async (file: File) => {
    problem.value = (await transfer.importFile(file)) ?? "";
    // The notices that go on from here are behind the dialog.
    if (problem.peek() === "") layout.closeDialog();
    return problem.peek() === "";
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    isOver.value = false;
    const [file] = event.dataTransfer?.files ?? [];
    if (!isBusy && file) void take(file);
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
        <${ExportButtons} />
        <${ImportButton} take=${take} />
      </div>
      ${problem.value && html`<p class="wrong" role="alert">${problem.value}</p>`}
    </fieldset>
  `;
}

function ExportButtons() {
  const { dialogWords, layout, transfer } = useApp();
  const button = (text: string, begin: () => Promise<void>) => {
    const onClick = () => {
      layout.closeDialog();
      void begin();
    };
    return html`<button class="button" disabled=${transfer.isBusy.value} onClick=${onClick}>${text}</button>`;
  };
  return html`
    ${button(dialogWords.exportAllMarkdown, () => transfer.exportAll("markdown"))}
    ${button(dialogWords.exportAllJson, () => transfer.exportAll("json"))}
    ${button(dialogWords.everything.start, transfer.exportEverything)}
  `;
}

/** @param take - resolves with false when the file is not taken */
function ImportButton({ take }: { take: (file: File) => Promise<boolean> }) {
  const { dialogWords, transfer } = useApp();
  const input = useRef<HTMLInputElement>(null);
  const label = dialogWords.imports.choose;
  const onChange = async () => {
    const file = input.current?.files?.[0];
    // Mended, the same file can be chosen again.
    if (file && !(await take(file)) && input.current) input.current.value = "";
  };
  return html`
    <button class="button" disabled=${transfer.isBusy.value} onClick=${() => input.current?.click()}>
      ${label}
    </button>
    <input
      ref=${input}
      type="file"
      accept=".json,application/json"
      hidden
      aria-label=${label}
      onChange=${() => void onChange()}
    />
  `;
}
