// Shows the API's document. The renderer is a script of its own, which comes after this one.
import "./api-reference.css";

declare const Scalar: { createApiReference(place: string, configuration: object): void };

// Read when the renderer starts: it is not to try whether it may make code of text, which the policy forbids.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const stored = (): string | null => {
  try {
    return localStorage.getItem("parley:theme");
  } catch {
    return null;
  }
};

addEventListener("DOMContentLoaded", () => {
  const theme = stored();
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)").matches;
  Scalar.createApiReference("#reference", {
    url: "/docs/openapi.json",
    theme: "none",
    forceDarkModeState: (theme ?? (systemIsDark ? "dark" : "light")) === "dark" ? "dark" : "light",
    hideDarkModeToggle: true,
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
  });
});
