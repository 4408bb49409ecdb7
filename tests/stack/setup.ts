import path from "node:path";
import type { TestProject } from "vitest/node";
import { deploy } from "../../local/engine/deploy";
import { readProject } from "../../local/engine/project";
import type { ResourceRecord } from "../../local/engine/resource-record";
import { echoBackend } from "./echo-backend";

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
  const programDir = path.resolve(__dirname, "../..");
  const { name, stack, config } = await readProject(programDir, "dev", {});
  const deployment = await deploy({ programDir, project: name, stack, config, backend: echoBackend });
  project.provide("resources", deployment.resources);
  project.provide("stackOutputs", deployment.outputs);
  project.provide(
    "logs",
    deployment.logs.map(({ severity, message }) => ({ severity, message })),
  );
}
