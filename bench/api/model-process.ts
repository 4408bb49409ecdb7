import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

export interface ModelProcess {
  /** As OpenAI clients take it. */
  baseUrl: string;
  stop(): void;
}

/** Starts the model server in a process of its own, so that its work is not counted as anybody else's. */
export async function startModelProcess(): Promise<ModelProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", path.join(__dirname, "model-server.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value: port, done } = await lines.next();
  if (done) throw new Error("The model server ended before it said where it listens.");
  return { baseUrl: `http://127.0.0.1:${port}/v1`, stop: () => void child.kill() };
}
