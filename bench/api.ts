import { cpus } from "node:os";
import { startStackProcess, temporaryFolder } from "../tests/local/stack-process";
import { type ModelProcess, startModelProcess } from "./api/model-process";
import { type Measured, report } from "./api/report";
import { type Way, ask, waysTo } from "./api/way";

const turns = 40;
const atOnce = 50;
const [tokens, perSecond] = [220, 110];

/** What of a model's speed is left at the invoke URL: the same model, on this machine, asked past the chain and through it. */
async function main(): Promise<void> {
  const model = await startModelProcess();
  try {
    await measure(model);
  } finally {
    model.stop();
  }
}

async function measure({ baseUrl }: ModelProcess): Promise<void> {
  const folder = temporaryFolder();
  const settings = ["requestsPerSecond=1000", "burst=1000", "requestsPerDay=1000000"];
  const args = settings.flatMap((setting) => ["--config", `parley:${setting}`]);
  const stack = await startStackProcess(folder.dataDir, { args, env: { PARLEY_MODEL_URL: baseUrl } });
  try {
    const ways = waysTo(baseUrl, stack.outputs);
    const [date, processor] = [new Date().toISOString().slice(0, 10), cpus()[0]?.model.trim()];
    const alone = await inTurns(ways);
    const together = await allAtOnce(ways);
    console.log(`\n${date}, ${cpus().length} × ${processor}, Node ${process.version}; demo model\n`);
    const { text, missed } = report(ways, { alone, together, atOnce, tokens });
    console.log(text);
    if (missed.length === 0) return;
    console.error(`\nMissed by: ${missed.join(", ")}`);
    process.exitCode = 1;
  } finally {
    await stack.stop();
    folder.remove();
  }
}

/** One way after the other in each turn, so that what else the machine does falls on all of them. */
async function inTurns(ways: Way[]): Promise<Measured> {
  const measured: Measured = new Map(ways.map((way) => [way, []]));
  for (const way of ways) for (let warming = 0; warming < 5; warming++) await ask(way, 10, 1_000);
  for (let turn = 1; turn <= turns; turn++) {
    for (const way of ways) measured.get(way)?.push(await ask(way, 30, 1_000));
    process.stderr.write(`\rone at a time: ${turn} of ${turns} `);
  }
  return measured;
}

async function allAtOnce(ways: Way[]): Promise<Measured> {
  const measured: Measured = new Map();
  for (const way of ways) {
    process.stderr.write(`\r${atOnce} at a time: ${way.name}              `);
    const together = (count: number) =>
      Promise.all(Array.from({ length: atOnce }, () => ask(way, count, perSecond)));
    // As many functions as there will be streams have to be there.
    await together(10);
    measured.set(way, await together(tokens));
  }
  return measured;
}

void main();
