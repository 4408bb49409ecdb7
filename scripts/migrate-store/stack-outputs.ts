import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/** What the tool reads of a stack. */
export interface StackOutputs {
  conversationTable: string;
  filesBucket: string;
  /** Only with `parley:store: aurora`. */
  conversationDatabase?: { clusterArn: string; secretArn: string; databaseName: string };
  /** Only of a stack on this machine. */
  awsEndpoint?: string;
  region?: string;
}

const programDir = resolve(__dirname, "../..");

/** Outputs of the selected Pulumi stack. */
export function pulumiOutputs(stack: string | undefined): Promise<StackOutputs> {
  const named = stack === undefined ? [] : ["--stack", stack];
  return outputsOf("pulumi", ["stack", "output", "--json", "--show-secrets", ...named]);
}

/** Outputs of the stack on this machine that keeps its data in a folder. */
export function localOutputs(dataDir: string): Promise<StackOutputs> {
  const output = join(programDir, "local/cli/output.ts");
  const args = ["--import", "tsx", output, "--json", "--show-secrets", "--data", resolve(dataDir)];
  return outputsOf(process.execPath, args);
}

async function outputsOf(command: string, args: string[]): Promise<StackOutputs> {
  const { stdout } = await promisify(execFile)(command, args, { cwd: programDir });
  return JSON.parse(stdout) as StackOutputs;
}
