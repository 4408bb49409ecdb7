import { html } from "../html";

const paths = {
  text: "M5 6.5h14M5 11h14M5 15.5h9",
  plus: "M12 5v14M5 12h14",
  find: "M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0zm2.5 9-4.2-4.2",
  panel:
    "M6 4.5h12a2.5 2.5 0 0 1 2.5 2.5v10a2.5 2.5 0 0 1-2.5 2.5H6A2.5 2.5 0 0 1 3.5 17V7A2.5 2.5 0 0 1 6 4.5zM9.5 4.5v15",
  bubble: "M12 4.5a7.5 7.5 0 1 1-3.6 14.1L4.5 19.5l.9-3.9A7.5 7.5 0 0 1 12 4.5z",
  copy: "M8.5 10.5a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2zM15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2",
  check: "m5 12.5 4.5 4.5L19 7.5",
  again: "M4.5 12a7.5 7.5 0 0 1 13-5.1L20 9.5M20 4.5v5h-5M19.5 12a7.5 7.5 0 0 1-13 5.1L4 14.5M4 19.5v-5h5",
  undo: "M9 14 4.5 9.5 9 5M4.5 9.5H15a5 5 0 0 1 0 10h-3",
  edit: "M4 20h4L19.5 8.5a2.1 2.1 0 0 0-3-3L5 17z",
  like: "M7 10.5V20M7 10.5l4-7c1.5 0 2.5 1 2.5 2.5V9.5h5a2 2 0 0 1 2 2.3l-1 6.5a2 2 0 0 1-2 1.7H7M7 10.5H4V20h3",
  up: "M12 19V6M6 11.5 12 5.5l6 6",
  down: "M12 5v13M6 12.5l6 6 6-6",
  stop: "M9 7.5h6A1.5 1.5 0 0 1 16.5 9v6a1.5 1.5 0 0 1-1.5 1.5H9A1.5 1.5 0 0 1 7.5 15V9A1.5 1.5 0 0 1 9 7.5z",
  left: "m14.5 6-6 6 6 6",
  right: "m9.5 6 6 6-6 6",
  bin: "M5 7h14M9.5 7V5.5A1.5 1.5 0 0 1 11 4h2a1.5 1.5 0 0 1 1.5 1.5V7M7 7l.7 11a2 2 0 0 0 2 2h4.6a2 2 0 0 0 2-2L17 7",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  tune: "M4 7h8.5M16.5 7H20M4 17h3.5M11.5 17H20M12.5 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0zM7.5 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0z",
  clip: "m20 11.5-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L9.7 17.2a1.6 1.6 0 0 1-2.3-2.3l7.6-7.6",
  close: "m6.5 6.5 11 11M17.5 6.5l-11 11",
  out: "M14 8V6.5a2 2 0 0 0-2-2H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H12a2 2 0 0 0 2-2V16M10 12h10m-3-3 3 3-3 3",
};

/** Point along the line: mirrored where one reads from the right. */
const pointing = new Set(["panel", "left", "right", "out", "text"]);

export interface IconProps {
  name?: keyof typeof paths;
  /** One that is only needed later, and comes then. */
  path?: string;
}

/** A line drawing. Says nothing by itself: its button has the label. */
export function Icon({ name, path }: IconProps) {
  return html`<svg
    viewBox="0 0 24 24"
    aria-hidden="true"
    data-points=${name && pointing.has(name) ? "" : undefined}
  >
    <path d=${name ? paths[name] : path} />
  </svg>`;
}
