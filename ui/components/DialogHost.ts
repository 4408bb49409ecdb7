import { useApp } from "../context";
import { html } from "../html";

/** The dialog that is open, once it has been fetched. */
export function DialogHost() {
  const { dialogs, layout } = useApp();
  const name = layout.dialog.value;
  const view = dialogs.view.value;
  return name !== undefined && view !== undefined ? html`<${view} key=${name} name=${name} />` : null;
}
