// Shows the API's document. The renderer is a script of its own, which comes after this one.
import { apiReference } from "../../runtime/contract/api-reference";
import { showTheme } from "../show-theme";
import "./api-reference.css";

declare const Scalar: { createApiReference(place: string, configuration: object): void };

// Read when the renderer starts: it is not to try whether it may make code of text, which the policy forbids.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const theme = chosenTheme();
showTheme(document, theme);

// The renderer's buttons that copy have a picture and no name.
new MutationObserver(() => {
  for (const button of document.querySelectorAll('button[class*="copy-button"]:not([aria-label])'))
    button.setAttribute("aria-label", "Copy");
}).observe(document, { childList: true, subtree: true });

addEventListener("DOMContentLoaded", () =>
  Scalar.createApiReference("#reference", {
    url: apiReference.document,
    theme: "none",
    forceDarkModeState: theme,
    hideDarkModeToggle: true,
    // Models are what answers here.
    modelsSectionLabel: "Schemas",
    // Nothing comes from elsewhere, and nothing goes there.
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    hideClientButton: true,
    hideTestRequestButton: true,
    showDeveloperTools: "never",
    documentDownloadType: "json",
    defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
  }),
);

/** As on the chat's page. */
function chosenTheme(): "light" | "dark" {
  const choice = storedChoice();
  if (choice === "light" || choice === "dark") return choice;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function storedChoice(): string | null {
  try {
    return localStorage.getItem("parley:theme");
  } catch {
    return null;
  }
}
