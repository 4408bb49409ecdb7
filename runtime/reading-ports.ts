/** What a piece of a file is counted by, as a person would look it up. */
export type PartUnit = "page" | "slide" | "row" | "line" | "paragraph";

/**
 * A piece of a file's text. Rows, lines and paragraphs are a line of text each, so that a passage of the part can be
 * told where it is; a page and a slide are parts of their own.
 */
export interface FilePart {
  unit: PartUnit;
  /** The number of the first and of the last one, from 1. */
  from: number;
  to: number;
  /** The sheet it is of. */
  of?: string;
  /** What each passage of it needs to be understood: the names of a table's columns. */
  head?: string;
  text: string;
}

/** What a file is by its content, whatever it is called, and what it says. */
export type FileContent =
  | { kind: "text"; /** A word for people: `PDF`. */ type: string; parts: FilePart[] }
  | { kind: "image"; /** The media type, one that models take: `image/png`. */ type: string };

/** Reads what people send along. */
export interface TextReader {
  /**
   * @param name - only for what is told, and to tell a table from other text
   * @param withinMs - what is left of the time of its turn; of its own it may have less
   * @throws Problem naming the file and what is wrong: `too_large` when it takes more time or memory than a file may,
   * `bad_request` when it cannot be read.
   * @throws OutOfTime
   */
  read(bytes: Uint8Array, name: string, withinMs: number): Promise<FileContent>;
}
