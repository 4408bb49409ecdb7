import { createServer } from "node:net";

import type { StackPorts } from "./start-options";

/** Rejects when a port is in use, naming it and what to do. Ports that are 0 are not looked at. */
export async function assertPortsFree(ports: StackPorts): Promise<void> {
  for (const [use, port] of Object.entries(ports)) {
    if (port !== 0) await assertPortFree(port, use);
  }
}

function assertPortFree(port: number, use: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "is in use" : `cannot be used (${error.message})`;
      reject(new Error(`Port ${port} (${use}) ${why}; choose others with --port N`));
    });
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve()));
  });
}
