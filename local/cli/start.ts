import path from "node:path";
import { inspect } from "node:util";

import { ProgramError } from "../engine/program-error";
import { ProtectedError } from "../engine/protected-error";
import { type RunningStack, startStack } from "../stack";
import { assertPortsFree } from "./free-ports";
import { Progress } from "./progress";
import { graceMs, stopOnSignal } from "./shutdown";
import { parseStartOptions, startHelp, type StartOptions } from "./start-options";
import { UsageError } from "./usage-error";
import { wayBack } from "./way-back";
import { welcome } from "./welcome";

const programDir = path.resolve(__dirname, "../..");

async function main(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2), process.env, programDir);
  if (options.help) return say(startHelp);
  await assertPortsFree(options.ports);
  const abort = new AbortController();
  const starting = start(options, abort.signal);
  const stop = async () => {
    abort.abort();
    const stack = await starting.catch(() => undefined);
    await stack?.stop();
  };
  stopOnSignal({ stop, say });
  process.once("uncaughtException", (error) => void endAfter(error, stop));
  await starting.catch((error: unknown) => {
    // Whoever sent the signal is answered by stopOnSignal.
    if (!abort.signal.aborted) throw error;
  });
}

async function start(options: StartOptions, signal: AbortSignal): Promise<RunningStack> {
  const progress = new Progress(process.stdout);
  try {
    const stack = await startStack({
      programDir,
      dataDir: options.dataDir,
      ports: options.ports,
      config: options.config,
      reset: options.reset,
      onEvent: (event) => progress.onEvent(event),
      warn: (message) => progress.warn(message),
      signal,
      ...(options.model && { model: options.model }),
    });
    progress.close();
    say(welcome(stack.outputs, options.dataDir, progress.summary(), programDir, options.model));
    return stack;
  } catch (error) {
    progress.close();
    if (!(error instanceof ProtectedError)) throw error;
    throw new ProgramError(wayBack(error, process.argv.slice(2), options.dataDir), { cause: error });
  }
}

function say(message: string): void {
  process.stdout.write(`${message}\n`);
}

/** A defect ends the process, but not before what it has started. */
async function endAfter(error: unknown, stop: () => Promise<void>): Promise<void> {
  complain(error);
  setTimeout(() => process.exit(1), graceMs).unref();
  try {
    await stop();
  } catch (stopError) {
    complain(stopError);
  }
  process.exit(1);
}

/** People get a message; a defect of ours gets its stack. */
function complain(error: unknown): void {
  const isForPeople =
    error instanceof ProgramError || error instanceof UsageError || (error as Error).constructor === Error;
  process.stderr.write(`${isForPeople ? (error as Error).message : inspect(error)}\n`);
}

// The terminal may be gone before we are; ending well matters more than saying so.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);
main().catch((error: unknown) => {
  complain(error);
  process.exit(error instanceof UsageError ? 2 : 1);
});
