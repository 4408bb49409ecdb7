import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { KeyValueStorage } from "../ports";

export const themeChoices = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** Light or dark. `theme.ts` applies the same choice, stored under the same key, before the first paint. */
export interface ThemeModel {
  choice: ReadonlySignal<ThemeChoice>;
  /** What the choice comes to. */
  theme: ReadonlySignal<"light" | "dark">;
  choose(choice: ThemeChoice): void;
}

const key = "parley:theme";

export function createThemeModel(
  storage: KeyValueStorage,
  systemIsDark: ReadonlySignal<boolean>,
): ThemeModel {
  const stored = storage.get(key);
  const choice = signal<ThemeChoice>(stored === "light" || stored === "dark" ? stored : "system");
  return {
    choice,
    theme: computed(() => {
      if (choice.value !== "system") return choice.value;
      return systemIsDark.value ? "dark" : "light";
    }),
    choose: (next) => {
      choice.value = next;
      if (next === "system") storage.remove(key);
      else storage.set(key, next);
    },
  };
}
