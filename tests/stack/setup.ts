import type { TestProject } from "vitest/node";
import type { ResourceRecord } from "../../local/engine/resource-record";
import { deployProgram } from "./deploy-program";

declare module "vitest" {
  export interface ProvidedContext {
    resources: ResourceRecord[];
    stackOutputs: Record<string, { value: unknown; secret: boolean }>;
    /** What the program said while it ran. */
    logs: { severity: string; message: string }[];
  }
}

/** Runs the program once; what it registered is what all stack tests look at. */
export default async function setup(project: TestProject): Promise<void> {
  const deployment = await deployProgram({});
  project.provide("resources", deployment.resources);
  project.provide("stackOutputs", deployment.outputs);
  project.provide(
    "logs",
    deployment.logs.map(({ severity, message }) => ({ severity, message })),
  );
}
