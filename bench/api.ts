import { cpus } from "node:os";
import { startStackProcess, temporaryFolder } from "../tests/local/stack-process";
import { type ModelProcess, startModelProcess } from "./api/model-process";
import { type Measured, report } from "./api/report";
import { type Times, type Way, ask, waysTo } from "./api/way";

const turns = 40;
/** Requests before what is measured, by each way: code that has run a few times only is not compiled yet. */
const warmings = 100;
const atOnce = 50;
/** A long answer, so that it is the streams that are measured and not fifty requests that begin at once. */
const [tokens, perSecond] = [2_000, 110];
/** Until the slowest of all at once has its first token when no function has to start for it any more. */
const warmMs = 1_000;

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
    const cold = await fromCold(ways);
    const alone = await inTurns(ways);
    const together = await allAtOnce(ways);
    console.log(`\n${date}, ${cpus().length} × ${processor}, Node ${process.version}; demo model\n`);
    const { text, missed } = report(ways, { cold, alone, together, atOnce, tokens });
    console.log(text);
    if (missed.length === 0) return;
    console.error(`\nMissed by: ${missed.join(", ")}`);
    process.exitCode = 1;
  } finally {
    await stack.stop();
    folder.remove();
  }
}

/** The first one of all: no function was there. */
async function fromCold(ways: Way[]): Promise<Measured> {
  const measured: Measured = new Map();
  for (const way of ways) measured.set(way, [await ask(way, 30, 1_000)]);
  return measured;
}

/** One way after the other in each turn, so that what else the machine does falls on all of them. */
async function inTurns(ways: Way[]): Promise<Measured> {
  const measured: Measured = new Map(ways.map((way) => [way, []]));
  for (const way of ways) for (let warming = 0; warming < warmings; warming++) await ask(way, 10, 1_000);
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
    const together: Together = (many, count, pace) =>
      Promise.all(Array.from({ length: many }, () => ask(way, count, pace)));
    await warm(together);
    measured.set(way, await together(atOnce, tokens, perSecond));
  }
  return measured;
}

type Together = (many: number, count: number, pace: number) => Promise<Times[]>;

/**
 * As many functions as there will be streams have to be there, each with code that has run: then nobody waits for one.
 * More of them each time, since fifty that start at once may be more than a busy machine answers in time.
 */
async function warm(together: Together): Promise<void> {
  for (const many of [10, 20, 30, 40]) await together(many, 10, 2);
  for (let round = 1; round <= 10; round++) {
    const times = await together(atOnce, 10, 4);
    if (Math.max(...times.map(({ firstTokenMs }) => firstTokenMs)) < warmMs) break;
  }
  await together(atOnce, 200, perSecond);
}

void main();
