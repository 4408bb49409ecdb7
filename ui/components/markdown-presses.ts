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

  return ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("button");
    if (button?.dataset.copy !== undefined) void copyCode(button);
  };
}
