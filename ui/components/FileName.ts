import "./FileName.css";
import { html } from "../html";

export interface FileNameProps {
  name: string;
}

/** So much of the end of a name is always seen: its last letters and what kind of file it is. */
const tailChars = 10;

/** The name of a file, in its own direction; where there is no room for all of it, its middle is left out. */
export function FileName({ name }: FileNameProps) {
  const letters = Array.from(name);
  const head = letters.slice(0, -tailChars).join("");
  return html`<bdi class="file-name" title=${name}
    ><span>${head}</span><span>${letters.slice(-tailChars).join("")}</span></bdi
  >`;
}
