import { cpus } from "node:os";
import { launchChromium, measuredChromium } from "../tests/browser/chromium";
import { startGradio } from "./page/gradio";
import { type Measured, measure } from "./page/measure";
import { startParley } from "./page/parley";
import { report } from "./page/report";
import type { Subject } from "./page/subject";

/**
 * What the chat page weighs and how fast it is, beside Gradio's with `--gradio`. `--memory` adds fifty long replies in
 * one conversation, which take some minutes. Ends with status 1 when a limit is missed.
 */
async function main(): Promise<void> {
  const withMemory = process.argv.includes("--memory");
  const browser = await launchChromium(await measuredChromium());
  const run = async (
    start: () => Promise<Subject>,
    isMemoryMeasured: boolean,
  ): Promise<[string, Measured]> => {
    const subject = await start();
    try {
      return [subject.name, await measure(browser, subject, isMemoryMeasured)];
    } finally {
      await subject.stop();
    }
  };
  try {
    const [, ours] = await run(startParley, withMemory);
    const theirs = process.argv.includes("--gradio") ? await run(startGradio, false) : undefined;
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Chromium ${browser.version()}`;
    const { text, missed } = report(ours, theirs);
    console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}\n\n${text}`);
    if (missed.length > 0) {
      console.error(`\nOver the limit: ${missed.join(", ")}`);
      process.exitCode = 1;
    }
  } finally {
    await browser.close();
  }
}

void main();
