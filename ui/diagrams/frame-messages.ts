/** What the page asks of the frame that draws. */
export interface DrawRequest {
  id: number;
  source: string;
  theme: "light" | "dark";
}

/** A diagram as a picture; its size is in CSS pixels. */
export interface Diagram {
  svg: string;
  width: number;
  height: number;
  /** What its author calls it, else its kind. */
  name: string;
}

/** What the frame says: once that it is there, then an answer to each request. */
export type FrameMessage =
  | { type: "ready" }
  | { type: "drawn"; id: number; diagram: Diagram }
  | { type: "broken"; id: number };
