import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { startStackProcess, temporaryFolder } from "../local/stack-process";

/**
 * Checks Gradio's Python client against a stack of its own: `npm run test:gradio-python`. `PARLEY_PYTHON` names another
 * interpreter than `python3`, such as one of a virtual environment.
 */
async function main(): Promise<number> {
  const python = process.env.PARLEY_PYTHON ?? "python3";
  const script = path.join(__dirname, "gradio_client_check.py");
  const folder = temporaryFolder();
  const limits = ["--config", "parley:requestsPerSecond=1000", "--config", "parley:burst=1000"];
  const stack = await startStackProcess(folder.dataDir, { args: ["--auth", ...limits] });
  try {
    const child = spawn(python, [script, stack.outputs.chatUrl], {
      env: { ...process.env, PARLEY_API_KEY: stack.outputs.apiKey },
      stdio: "inherit",
    });
    const [code] = (await once(child, "exit")) as [number | null];
    return code ?? 1;
  } finally {
    await stack.stop();
    folder.remove();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
