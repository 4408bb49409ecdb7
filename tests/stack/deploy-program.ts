import path from "node:path";
import { deploy, type Deployment } from "../../local/engine/deploy";
import { readProject } from "../../local/engine/project";
import { echoBackend } from "./echo-backend";

/** Runs this program with settings of its dev stack changed; nothing is made. */
export async function deployProgram(changed: Record<string, string>): Promise<Deployment> {
  const programDir = path.resolve(__dirname, "../..");
  const { name, stack, config } = await readProject(programDir, "dev", changed);
  const cacheDir = path.join(programDir, "dist/cache");
  return deploy({ programDir, project: name, stack, config, backend: echoBackend, cacheDir });
}
