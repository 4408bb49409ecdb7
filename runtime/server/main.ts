import { setTimeout as sleep } from "node:timers/promises";
import { buildApp } from "./app";
import { readSiteFile } from "./boot";
import { readEnvironment } from "./environment";
import { createKeyParameter, retrying } from "./key-parameter";
import { loadServerKey } from "./server-key";

/** Ten seconds less than systemd and the load balancer wait. */
const drainMs = 110_000;

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const site = readSiteFile(environment.siteFile);
  const readKey = createKeyParameter(environment.keyParameter);
  const load = () => retrying(readKey, { sleep, onFailure: logKeyFailure });
  const serverKey = await loadServerKey({ load, clock: Date.now });

  const app = buildApp({ serverKey, clock: Date.now, sleep }, { ...environment, site });
  await app.listen({ host: environment.host, port: environment.port });

  async function shutDown(signal: NodeJS.Signals): Promise<void> {
    app.log.info({ signal }, "Shutting down: no new requests, running ones come to their end.");
    setTimeout(() => {
      app.log.error(`Requests still run after ${drainMs / 1000} s; they are cut off.`);
      process.exit(0);
    }, drainMs);
    await app.close();
    app.log.info("Shut down.");
    process.exit(0);
  }
  process.once("SIGTERM", (signal) => void shutDown(signal));
  process.once("SIGINT", (signal) => void shutDown(signal));
}

/** In the form of the server's own log, which is not there yet. */
function logKeyFailure(error: unknown, retryInMs: number): void {
  const err = error instanceof Error ? { type: error.name, message: error.message } : String(error);
  const entry = { level: 40, time: Date.now(), err, retryInMs, msg: "The server's key cannot be read yet." };
  console.log(JSON.stringify(entry));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
