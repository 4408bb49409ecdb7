import { html } from "../html";
import type { DialogName } from "../models/layout-model";
import { ApiDialog } from "./ApiDialog";
import { ChatSettingsDialog } from "./ChatSettingsDialog";
import { FilesDialog } from "./FilesDialog";
import { KeysDialog } from "./KeysDialog";
import { MissingFilesDialog } from "./MissingFilesDialog";
import { SettingsDialog } from "./SettingsDialog";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { UsageDialog } from "./UsageDialog";

export interface DialogsProps {
  name: DialogName;
}

const views = {
  api: ApiDialog,
  chat: ChatSettingsDialog,
  files: FilesDialog,
  keys: KeysDialog,
  missing: MissingFilesDialog,
  settings: SettingsDialog,
  shortcuts: ShortcutsDialog,
  usage: UsageDialog,
};

/** The windows over the page. Fetched when the first of them is asked for. */
export function Dialogs({ name }: DialogsProps) {
  return html`<${views[name]} />`;
}
