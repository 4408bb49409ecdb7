/**
 * Whether a Host header names this computer. A web page whose own name was made to resolve to 127.0.0.1 (DNS rebinding)
 * sends that name, and would otherwise read the chats of whoever looks at it.
 */
export function namesThisComputer(host: string | undefined): boolean {
  const name = URL.parse(`http://${host}`)?.hostname ?? "";
  return (
    name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127(\.\d+){3}$/.test(name)
  );
}
