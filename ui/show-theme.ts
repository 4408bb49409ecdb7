import { grounds } from "../runtime/contract/grounds";

/** Makes the page light or dark, and the bar of a phone's browser above it. */
export function showTheme(document: Document, theme: "light" | "dark"): void {
  document.documentElement.dataset.theme = theme;
  document.querySelector("meta[name=theme-color]")?.setAttribute("content", grounds[theme]);
}
