import type { TestProject } from "vitest/node";
import { launchChromiumServer } from "./chromium";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where a browser is connected to, one for each worker: the pages of one share a clipboard. */
    browserUrls: string[];
  }
}

/** Browsers for all tests: to start one takes seconds of work, for every file anew. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workers = Array.from({ length: project.config.maxWorkers });
  const servers = await Promise.all(workers.map(launchChromiumServer));
  project.provide(
    "browserUrls",
    servers.map((server) => server.wsEndpoint()),
  );
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
}
