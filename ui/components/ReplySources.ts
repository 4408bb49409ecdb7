import "./ReplySources.css";
import type { MessageSource } from "../../runtime/contract/file";
import { useApp } from "../context";
import { html } from "../html";

export interface ReplySourcesProps {
  sources: readonly MessageSource[];
}

/** Which parts of which files a reply was made from. */
export function ReplySources({ sources }: ReplySourcesProps) {
  const { words } = useApp();
  // Names are in scripts of their own: each is set apart, so that it does not turn what is around it.
  const isolated = (name: string) => `\u2068${name}\u2069`;
  const told = sources.map(({ name, parts }) =>
    parts.length > 0 ? `${isolated(name)}: ${isolated(parts.join(", "))}` : isolated(name),
  );
  return html`<p class="sources">${words.files.from(told.join("; "))}</p>`;
}
