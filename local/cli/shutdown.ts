/** Ctrl-C under npm arrives twice, once from the terminal and once from npm: what comes this close is one. */
const sameSignalMs = 1000;

/** A stack that has not stopped by then is left to the end of its process. */
export const graceMs = 4500;

export interface ShutdownPorts {
  /** Ends what runs. */
  stop: () => Promise<void>;
  say: (message: string) => void;
  /** @default process.exit */
  exit?: (code: number) => void;
  /** Where signals arrive. @default process */
  signals?: Pick<NodeJS.Process, "on">;
  /** Milliseconds. @default performance.now */
  now?: () => number;
}

/** Ends the process on SIGINT, SIGTERM or SIGHUP, with status 0 within 5 s; a later SIGINT ends it at once. */
export function stopOnSignal(ports: ShutdownPorts): void {
  const { stop, say } = ports;
  const { exit = (code) => process.exit(code), signals = process, now = () => performance.now() } = ports;
  let since: number | undefined;
  const begin = async () => {
    since = now();
    say("Stopping …");
    const late = setTimeout(() => {
      say(`Not everything stopped within ${graceMs / 1000} s`);
      exit(1);
    }, graceMs);
    try {
      await stop();
      exit(0);
    } catch (error) {
      say(`Stopping failed: ${(error as Error).message}`);
      exit(1);
    } finally {
      clearTimeout(late);
    }
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    signals.on(name, () => {
      if (since === undefined) void begin();
      else if (name === "SIGINT" && now() - since > sameSignalMs) exit(130);
    });
  }
}
