import type { Example } from "../../runtime/contract/site";
import type { ThreadModel } from "./thread-model";

/**
 * Begins a chat with an example: sends it, or puts it into the box to be completed. What was written already is not
 * lost: it stays in the box, below what is to be completed.
 *
 * @param offered - all examples: one that was put into the box before gives way
 */
export function chooseExample(
  { draft, send }: Pick<ThreadModel, "draft" | "send">,
  { prompt, run = true }: Example,
  offered: readonly Example[],
): void {
  const text = draft.text.peek();
  const other = offered.find((example) => text.startsWith(example.prompt));
  const written = text.slice(other?.prompt.length ?? 0);
  if (!run) return draft.write(prompt + written);
  draft.write(prompt);
  void send();
  if (written.trim() !== "") draft.write(written);
}
