import { useApp } from "../context";

/** Hears the buttons in rendered Markdown, which is made outside Preact. */
export function useMarkdownPresses(): (event: MouseEvent) => void {
  const { copy, markdown } = useApp();

  async function copyCode(button: HTMLElement): Promise<void> {
    const code = button.closest(".code")?.querySelector("code");
    if (!code || !(await copy(code.textContent ?? ""))) return;
    button.dataset.copy = "done";
    setTimeout(() => (button.dataset.copy = ""), 1_500);
  }

  function toggleDiagram(button: HTMLElement): void {
    const frame = button.closest(".code");
    markdown.renderer.peek()?.toggleDiagram(frame?.querySelector("code")?.textContent ?? "");
    // The button that was pressed has gone, and another is in its place.
    frame?.querySelector<HTMLElement>("[data-diagram]")?.focus();
  }

  return ({ target, currentTarget }) => {
    const button = (target as Element).closest<HTMLElement>("button");
    const { copy: isCopy, diagram, toNote, fromNote } = button?.dataset ?? {};
    const goTo = (selector: string) =>
      (currentTarget as Element).querySelector<HTMLElement>(selector)?.focus();
    if (button && isCopy !== undefined) void copyCode(button);
    if (button && diagram !== undefined) toggleDiagram(button);
    if (toNote !== undefined) goTo(`[data-note="${toNote}"]`);
    if (fromNote !== undefined) goTo(`[data-to-note="${fromNote}"]`);
  };
}
