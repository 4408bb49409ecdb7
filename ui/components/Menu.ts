import "./Menu.css";
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../html";
import { Icon, type IconProps } from "./Icon";

export interface MenuItem {
  /** Not for people. */
  key: string;
  label: string;
  icon: IconProps;
  /** A line above it. */
  isApart?: boolean;
  run: () => void;
}

export interface MenuProps {
  label: string;
  items: MenuItem[];
  opener: HTMLElement | null;
  onClose: () => void;
}

/** How near the edge of the window a menu comes, px. */
const marginPx = 8;

/**
 * The things one can do with something, over everything else. Arrows, Home, End and first letters move, Enter and
 * Space choose, Escape and Tab close; the focus goes back to the button, unless what was chosen has moved it.
 */
export function Menu({ label, items, opener, onClose }: MenuProps) {
  const leave = () => {
    opener?.focus({ preventScroll: true });
    onClose();
  };
  const menu = useOpenMenu({ opener, leave, onClose });
  const onKeyDown = (event: KeyboardEvent) => {
    // A drawer around it has its own use for Escape.
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab") return leave();
    const next = nextItem(event.key, [...(menu.current?.querySelectorAll("button") ?? [])]);
    if (event.key === "Escape") leave();
    else if (next) next.focus();
    else return;
    event.preventDefault();
  };
  const choose = (item: MenuItem) => {
    leave();
    item.run();
  };
  return html`
    <div class="menu" ref=${menu} popover="manual" role="menu" aria-label=${label} onKeyDown=${onKeyDown}>
      ${items.map(
        (item) => html`
          <button
            key=${item.key}
            type="button"
            role="menuitem"
            tabindex="-1"
            data-apart=${item.isApart === true}
            onClick=${() => choose(item)}
          >
            <${Icon} ...${item.icon} /> ${item.label}
          </button>
        `,
      )}
    </div>
  `;
}

/** Shows the menu at its opener as long as that is in sight and nothing else is pressed. */
function useOpenMenu({ opener, leave, onClose }: Pick<MenuProps, "opener" | "onClose"> & { leave(): void }) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = menu.current;
    if (!shown || !opener) return undefined;
    shown.showPopover();
    placeAt(shown, opener);
    shown.querySelector("button")?.focus();
    const ended = new AbortController();
    const { signal } = ended;
    const onPress = ({ target }: Event) => {
      if (!shown.contains(target as Node) && !opener.contains(target as Node)) onClose();
    };
    // Not only who reads scrolls: a reply that grows does, and a notice for which the conversation makes room.
    const onScroll = ({ target }: Event) => {
      if (!(target as Node).contains(opener)) return;
      if (isInSight(opener, target as Node)) placeAt(shown, opener);
      else leave();
    };
    document.addEventListener("pointerdown", onPress, { signal, capture: true });
    document.addEventListener("scroll", onScroll, { signal, capture: true });
    addEventListener("resize", leave, { signal });
    return () => ended.abort();
  }, [opener]);
  return menu;
}

/** Where a key leads from the item that has the focus; the first follows the last. */
function nextItem(key: string, buttons: HTMLButtonElement[]): HTMLButtonElement | undefined {
  const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
  if (key === "ArrowDown") return buttons[(here + 1) % buttons.length];
  if (key === "ArrowUp") return buttons.at(here <= 0 ? -1 : here - 1);
  if (key === "Home") return buttons[0];
  if (key === "End") return buttons.at(-1);
  if (key.length !== 1 || key === " ") return undefined;
  const after = [...buttons.slice(here + 1), ...buttons.slice(0, here + 1)];
  return after.find(({ textContent }) => textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
}

/** Whether any of it is left to see in the view that scrolls it. */
function isInSight(element: HTMLElement, view: Node): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  const seen = (view instanceof Element ? view : document.documentElement).getBoundingClientRect();
  return bottom > seen.top && top < seen.bottom;
}

/** Below its button, ending where that ends; above it where there is no room. */
function placeAt(menu: HTMLElement, opener: HTMLElement): void {
  const button = opener.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const isRightToLeft = getComputedStyle(opener).direction === "rtl";
  const left = isRightToLeft ? button.left : button.right - width;
  const below = button.bottom + marginPx / 2;
  const top = below + height + marginPx > innerHeight ? button.top - height - marginPx / 2 : below;
  menu.style.left = `${Math.max(marginPx, Math.min(left, innerWidth - width - marginPx))}px`;
  menu.style.top = `${Math.max(marginPx, top)}px`;
}
