import type { Message } from "../../runtime/contract/message";
import { useApp } from "../context";
import { html } from "../html";
import { type SaveFormat, hasTable, saveReply } from "../models/save-reply";
import { chatIcons } from "./chat-icons";
import { fileIcons } from "./file-icons";
import { Menu, type MenuItem, type MenuProps } from "./Menu";

export interface SaveMenuProps extends Pick<MenuProps, "opener" | "onClose"> {
  message: Message;
}

/** What a reply can be saved as. Fetched when somebody first wants to. */
export function SaveMenu({ message, ...menu }: SaveMenuProps) {
  const app = useApp();
  const { chat, dialogWords, notices, ports } = app;
  const says = dialogWords.saveAs;
  const save = (format: SaveFormat) => () => {
    const { heading, isTemporary } = chat.thread.peek();
    void saveReply({ ports, notify: notices.show }, message, { format, title: heading.peek(), isTemporary });
  };
  const items: MenuItem[] = [
    { key: "markdown", label: says.markdown, icon: { name: "text" }, run: save("markdown") },
    { key: "word", label: says.word, icon: { path: fileIcons.paper }, run: save("word") },
    { key: "csv", label: says.csv, icon: { path: chatIcons.braces }, run: save("csv") },
  ];
  const offered = hasTable(message.text) ? items : items.slice(0, -1);
  return html`<${Menu} ...${menu} label=${says.title} items=${offered} />`;
}
