import "./FileName.css";
import { html } from "../html";

export interface FileNameProps {
  name: string;
}

/** So much of the end of a name is always seen at most: its last letters and what kind of file it is. */
const tailChars = 10;

/** Where the end begins: at a word, when there is one, as the cut before it leaves a gap that looks like a space. */
function tailStart(letters: readonly string[]): number {
  const first = Math.max(0, letters.length - tailChars);
  const word = letters.findIndex((letter, at) => at >= first && letter !== " " && letters[at - 1] === " ");
  return word < 0 ? first : word;
}

/** The name of a file, in its own direction; where there is no room for all of it, its middle is left out. */
export function FileName({ name }: FileNameProps) {
  const letters = Array.from(name);
  const cut = tailStart(letters);
  return html`<bdi class="file-name" title=${name}
    ><span>${letters.slice(0, cut).join("")}</span><span>${letters.slice(cut).join("")}</span></bdi
  >`;
}
