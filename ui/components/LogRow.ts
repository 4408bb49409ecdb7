import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../html";
import type { Entry } from "../models/entry";
import type { ThreadModel } from "../models/thread-model";
import type { LogScroll } from "./log-scroll";
import { Reply } from "./Reply";
import { UserMessage } from "./UserMessage";

export interface LogRowProps {
  entry: Entry;
  thread: ThreadModel;
  scroll: LogScroll;
  /** The message that was looked for. */
  isMarked: boolean;
}

/** One message in the log, and the space below it. */
export function LogRow({ entry, thread, scroll, isMarked }: LogRowProps) {
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (row.current ? scroll.watch(row.current) : undefined), [scroll]);
  const Message = entry.message.peek().role === "user" ? UserMessage : Reply;
  return html`
    <div class="row" ref=${row} data-key=${entry.key} data-marked=${isMarked}>
      <${Message} entry=${entry} thread=${thread} />
    </div>
  `;
}
