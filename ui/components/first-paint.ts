import { type ReadonlySignal, signal } from "@preact/signals";
import { afterPaint } from "../after-paint";

const painted = signal(false);
let painting: Promise<void> | undefined;

/** True once the page has painted after somebody asked: for what nobody sees at first and what takes its time to make. */
export function firstPaint(): ReadonlySignal<boolean> {
  painting ??= afterPaint().then(() => void (painted.value = true));
  return painted;
}
