import { escapeHtml } from "../escape-html";
import { iconUrl } from "../icon";

export interface SignInPageProps {
  /** What the chat is called. */
  name: string;
  /**
   * Of the icon.
   *
   * @default - the page's own
   */
  accent?: string;
  stylesheetUrl: string;
  /** Where to go afterwards: a path of this server. */
  next: string;
  /** What went wrong with the last try. */
  error?: string;
}

/** The sign-in page. No script and no inline style: the content security policy allows neither. */
export function signInPage({ name, accent, stylesheetUrl, next, error }: SignInPageProps): string {
  const invalid = error ? ' aria-invalid="true" aria-describedby="error"' : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${error ? "Error: " : ""}Sign in · ${escapeHtml(name)}</title>
<link rel="icon" href="${escapeHtml(iconUrl(accent))}">
<link rel="stylesheet" href="${escapeHtml(stylesheetUrl)}">
</head>
<body>
<main>
<h1 dir="auto">${escapeHtml(name)}</h1>
<p id="hint">Sign in with the API key that you were given.</p>
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${escapeHtml(next)}">
<label for="key">API key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus${invalid}>
${error ? `<p id="error" role="alert">${escapeHtml(error)}</p>\n` : ""}<button type="submit">Sign in</button>
</form>
</main>
</body>
</html>
`;
}
