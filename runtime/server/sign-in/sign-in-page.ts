export interface SignInPageProps {
  stylesheetUrl: string;
  /** Where to go afterwards: a path of this server. */
  next: string;
  /** What went wrong with the last try. */
  error?: string;
}

// The page's own, see ui/index.html; named here, else browsers ask for /favicon.ico.
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath fill='%23c2410c' d='M6 4h20a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H14l-8 6v-6a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z'/%3E%3C/svg%3E";

/** The sign-in page. No script and no inline style: the content security policy allows neither. */
export function signInPage({ stylesheetUrl, next, error }: SignInPageProps): string {
  const invalid = error ? ' aria-invalid="true" aria-describedby="error"' : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${error ? "Error: " : ""}Sign in · Parley</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${escapeHtml(stylesheetUrl)}">
</head>
<body>
<main>
<h1>Parley</h1>
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

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
