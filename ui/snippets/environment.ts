/** Whether the stack runs on the reader's own machine. */
export function isOnThisMachine(invokeUrl: string): boolean {
  return invokeUrl !== "" && ["localhost", "127.0.0.1", "[::1]"].includes(new URL(invokeUrl).hostname);
}

/** What the snippets take from the environment, for any POSIX shell in the program's folder. */
export function environmentSnippet(invokeUrl: string): string {
  const ofKey = isOnThisMachine(invokeUrl)
    ? "npm run -s output apiKey -- --show-secrets"
    : "npx pulumi stack output apiKey --show-secrets";
  return [
    ...(invokeUrl === "" ? ["export PARLEY_INVOKE_URL=$(npx pulumi stack output invokeUrl)"] : []),
    `export PARLEY_API_KEY=$(${ofKey})`,
  ].join("\n");
}
