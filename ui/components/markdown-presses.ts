import { useApp } from "../context";

/** Hears the buttons in rendered Markdown, which is made outside Preact. */
export function useMarkdownPresses(): (event: MouseEvent) => void {
  const { copy } = useApp();

  async function copyCode(button: HTMLElement): Promise<void> {
    const code = button.closest(".code")?.querySelector("code");
    if (!code || !(await copy(code.textContent ?? ""))) return;
    button.dataset.copy = "done";
    setTimeout(() => (button.dataset.copy = ""), 1_500);
  }

  return ({ target, currentTarget }) => {
    const button = (target as Element).closest<HTMLElement>("button");
    const { copy: isCopy, toNote, fromNote } = button?.dataset ?? {};
    const goTo = (selector: string) =>
      (currentTarget as Element).querySelector<HTMLElement>(selector)?.focus();
    if (button && isCopy !== undefined) void copyCode(button);
    if (toNote !== undefined) goTo(`[data-note="${toNote}"]`);
    if (fromNote !== undefined) goTo(`[data-to-note="${fromNote}"]`);
  };
}
