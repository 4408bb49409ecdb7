import { cpus } from "node:os";
import { ApiClient } from "../tests/local/api-client";
import { percentile } from "./percentile";
import { startStackProcess, temporaryFolder } from "../tests/local/stack-process";

const turns = 20;
const [tokens, perSecond] = [200, 50];

/** How long after asking the first token is there, and how long the whole reply takes, through the invoke URL. */
async function measure(api: ApiClient): Promise<{ firstMs: number; totalMs: number }> {
  const start = performance.now();
  let firstMs = 0;
  for await (const event of api.stream({ message: `/tokens ${tokens} ${perSecond}` })) {
    if (event.type === "text" && firstMs === 0) firstMs = performance.now() - start;
  }
  return { firstMs, totalMs: performance.now() - start };
}

async function main(): Promise<void> {
  const folder = temporaryFolder();
  const stack = await startStackProcess(folder.dataDir);
  try {
    const api = new ApiClient(stack.outputs);
    const cold = await measure(api);
    const warm = [];
    for (let turn = 1; turn <= turns; turn++) {
      warm.push(await measure(api));
      process.stderr.write(`\rturn ${turn} of ${turns}`);
    }
    const row = (name: string, values: number[]) => ({
      name,
      p50: percentile(values, 0.5).toFixed(0),
      p99: percentile(values, 0.99).toFixed(0),
    });
    console.log(
      `\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
    );
    console.log(
      `demo model, ${tokens} tokens at ${perSecond} tokens/s (${tokens / perSecond} s), one at a time`,
    );
    console.table([
      row(
        "first token, ms",
        warm.map(({ firstMs }) => firstMs),
      ),
      row(
        "whole reply, ms",
        warm.map(({ totalMs }) => totalMs),
      ),
      { name: "first token after a cold start, ms", p50: cold.firstMs.toFixed(0), p99: "" },
    ]);
  } finally {
    await stack.stop();
    folder.remove();
  }
}

void main();
