import "./MenuButton.css";
import { useSignal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useRef } from "preact/hooks";
import { useApp } from "../context";
import { html } from "../html";
import { Icon, type IconProps } from "./Icon";
import type { MenuProps } from "./Menu";

export interface MenuItem {
  /** Not for people. */
  key: string;
  label: string;
  icon: IconProps["name"];
  /** A line above it. */
  isApart?: boolean;
  run: () => void;
}

export interface MenuButtonProps {
  label: string;
  /** Asked when the menu opens. */
  items: () => MenuItem[];
}

/** Three dots that open a menu; what a menu needs is fetched with the first one. */
export function MenuButton({ label, items }: MenuButtonProps) {
  const { notices, words } = useApp();
  const button = useRef<HTMLButtonElement>(null);
  const Menu = useSignal<FunctionComponent<MenuProps> | undefined>(undefined);
  const open = async () => {
    try {
      const loaded = await import("./Menu");
      Menu.value = loaded.Menu;
    } catch {
      notices.show({ text: words.partFailed, tone: "problem" });
    }
  };
  const close = () => (Menu.value = undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    void open();
  };
  const isOpen = Menu.value !== undefined;
  return html`
    <button
      ref=${button}
      type="button"
      class="icon menu-button"
      aria-haspopup="menu"
      aria-expanded=${isOpen}
      aria-label=${label}
      title=${label}
      onClick=${isOpen ? close : open}
      onKeyDown=${onKeyDown}
    >
      <${Icon} name="dots" />
    </button>
    ${
      Menu.value &&
      html`<${Menu.value} label=${label} items=${items()} opener=${button.current} onClose=${close} />`
    }
  `;
}
