import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { createLambda, type LambdaOptions } from "../../local/aws/lambda/lambda";
import type { CloudContext, Props } from "../../local/aws/service";
import { signatureKey, signatures } from "../../local/engine/wire";

/** A context that allows everything, and what was said to it. */
export function fakeContext(iam: Partial<CloudContext["iam"]> = {}) {
  const folder = temporaryFolder();
  const lines: string[] = [];
  const warnings: string[] = [];
  const context: CloudContext = {
    place: { accountId: "123456789012", region: "us-east-1" },
    folder: (service) => path.join(folder, service),
    endpoint: "http://127.0.0.1:1",
    iam: {
      authorize: () => {},
      issueCredentials: (roleArn, session) => ({
        accessKeyId: `key of ${roleArn}`,
        secretAccessKey: "secret",
        sessionToken: session,
      }),
      instanceProfileRole: () => "",
      exercised: () => [],
      lookup: () => undefined,
      ...iam,
    },
    log: (group, line) => lines.push(`${group} ${line}`),
    warn: (message) => warnings.push(message),
  };
  return { context, lines, warnings };
}

/** Lambda alone, for one test: what it started ends with the test. */
export function lambdaAlone(options?: LambdaOptions, iam?: Partial<CloudContext["iam"]>) {
  const fake = fakeContext(iam);
  const lambda = createLambda(fake.context, options);
  onTestFinished(() => lambda.stop?.());
  const make = async (type: string, inputs: Props) => {
    const made = await lambda.resources[type]?.create({ urn: "urn", type, name: inputs.name, inputs });
    return made?.outputs ?? {};
  };
  /** Deploys a module as a function, and gives its outputs. */
  const deploy = (source: string, inputs: Props = {}) => {
    const asset = { [signatureKey]: signatures.asset, text: source };
    return make("aws:lambda/function:Function", {
      name: "fn",
      runtime: "nodejs24.x",
      handler: "__index.handler",
      role: "arn:aws:iam::123456789012:role/fn-role",
      timeout: 20,
      code: { [signatureKey]: signatures.archive, assets: { "__index.js": asset } },
      ...inputs,
    });
  };
  const permit = (inputs: Props) =>
    make("aws:lambda/permission:Permission", {
      name: "permission",
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      ...inputs,
    });
  return { ...fake, lambda, deploy, permit };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "parley-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
