import type { TestProject } from "vitest/node";
import { type ChromiumStart, testedChromium } from "./chromium";

declare module "vitest" {
  export interface ProvidedContext {
    chromium: ChromiumStart;
  }
}

/** Has the browser unpacked before the first tests that want one, which run side by side. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("chromium", await testedChromium());
}
