import { get } from "node:http";

/** How a target group asks its targets how they are. */
export interface HealthCheck {
  path: string;
  intervalMs: number;
  timeoutMs: number;
  /** Good answers in a row that make an unhealthy target healthy. The first one is enough for a new target. */
  healthyThreshold: number;
  /** Bad answers in a row that make a healthy target unhealthy. */
  unhealthyThreshold: number;
  /** Status codes of a good answer: `200`, `200,204`, `200-299`. */
  matcher: string;
}

/** Asks once. Resolves with what was wrong, or undefined when all is well. */
export function checkHealth(
  { host, port }: { host: string; port: number },
  { path, timeoutMs, matcher }: HealthCheck,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get({ host, port, path, agent: false, signal: AbortSignal.timeout(timeoutMs) });
    request.once("response", (response) => {
      response.on("error", () => {}).resume();
      const status = response.statusCode ?? 0;
      resolve(matches(status, matcher) ? undefined : `${path} answered ${status}`);
    });
    // Stays for errors after the answer, too.
    request.on("error", (error: NodeJS.ErrnoException) => {
      resolve(error.name === "AbortError" ? `${path} did not answer in time` : (error.code ?? error.message));
    });
  });
}

function matches(status: number, matcher: string): boolean {
  return matcher.split(",").some((part) => {
    const [from, to = from] = part.split("-").map(Number);
    return from !== undefined && to !== undefined && status >= from && status <= to;
  });
}
