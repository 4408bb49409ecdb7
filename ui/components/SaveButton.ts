import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Message } from "../../runtime/contract/message";
import { useApp } from "../context";
import { fetchStyles } from "../fetch-styles";
import { html } from "../html";
import { importPart } from "../import-part";
import type { SaveMenu as SaveMenuView } from "./SaveMenu";
import { Icon } from "./Icon";

export interface SaveButtonProps {
  message: Message;
}

const drawing = "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14";

/** Opens the menu of what a reply can be saved as. */
export function SaveButton({ message }: SaveButtonProps) {
  const { language, notices, words } = useApp();
  const button = useRef<HTMLButtonElement>(null);
  const view = useSignal<{ SaveMenu: typeof SaveMenuView } | undefined>(undefined);
  const isOpen = useSignal(false);
  const open = async () => {
    try {
      const [part] = await Promise.all([
        importPart(() => import("./SaveMenu")),
        fetchStyles("dialogs"),
        language.loadDialogWords(),
      ]);
      view.value = part;
      isOpen.value = true;
    } catch {
      notices.show({ text: words.partFailed, tone: "problem" });
    }
  };
  const close = () => (isOpen.value = false);
  const SaveMenu = view.value?.SaveMenu;
  return html`
    <button
      ref=${button}
      type="button"
      class="icon"
      aria-haspopup="menu"
      aria-expanded=${isOpen.value}
      aria-label=${words.files.saveAs}
      title=${words.files.saveAs}
      onClick=${isOpen.value ? close : () => void open()}
    >
      <${Icon} path=${drawing} />
    </button>
    ${
      SaveMenu &&
      isOpen.value &&
      html`<${SaveMenu} message=${message} opener=${button.current} onClose=${close} />`
    }
  `;
}
