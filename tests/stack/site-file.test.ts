import { beforeAll, describe, expect, it } from "vitest";
import type { ResourceRecord } from "../../local/engine/resource-record";
import { plainProps } from "../../local/engine/wire";
import type { SiteFile } from "../../runtime/contract/site";
import { deployProgram } from "./deploy-program";
import { all } from "./registrations";

let changed: ResourceRecord[];
beforeAll(async () => {
  const words = { title: "Bread desk", presets: '[{"name":"Baker","settings":{"maxTokens":100}}]' };
  const deployment = await deployProgram(words);
  changed = deployment.resources.map((one) => ({ ...one, inputs: plainProps(one.inputs) }));
});

const inputsOf = (resources: ResourceRecord[], name: string) => {
  const found = resources.find(({ urn }) => urn.endsWith(`::${name}`));
  if (!found) throw new Error(`${name} is not registered`);
  return found.inputs;
};
const userDataOf = (resources: ResourceRecord[]) => {
  const template = resources.find(({ type }) => type === "aws:ec2/launchTemplate:LaunchTemplate");
  return Buffer.from(template?.inputs.userData ?? "", "base64").toString();
};

describe("The file with the operator's words", () => {
  it("says what the stack's config says, and what the model can do", () => {
    expect(JSON.parse(inputsOf(changed, "server-site-file").content) as SiteFile).toEqual({
      site: { title: "Bread desk", presets: [{ name: "Baker", settings: { maxTokens: 100 } }] },
      models: ["openai/gpt-oss-20b"],
      defaults: { maxTokens: 4_096, contextTokens: 16_384 },
      files: { maxFileBytes: 26_214_400, maxPerTurn: 10, maxPersonBytes: 1_073_741_824, seesImages: false },
    });
  });

  it("has another name when a word has changed, which starts a new server of the same bundle", () => {
    const [before, after] = [all(), changed].map((resources) => ({
      bundle: inputsOf(resources, "server-bundle").key,
      siteFile: inputsOf(resources, "server-site-file").key,
      userData: userDataOf(resources),
    }));
    expect(after?.bundle).toBe(before?.bundle);
    expect(after?.siteFile).toMatch(/^server\/[0-9a-f]{64}\.json$/);
    expect(after?.siteFile).not.toBe(before?.siteFile);
    expect(after?.userData).toBe(before?.userData.replace(before.siteFile, after?.siteFile));
  });

  it("is read by the server's role, beside its bundle, and nothing else of the bucket", () => {
    const { policy } = inputsOf(changed, "server-policy");
    const files = policy.Statement.find(({ Sid }: { Sid: string }) => Sid === "ServerFiles");
    const arn = "arn:aws:s3:us-east-1:123456789012:files";
    expect(files).toEqual({
      Sid: "ServerFiles",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [
        `${arn}/${inputsOf(changed, "server-bundle").key}`,
        `${arn}/${inputsOf(changed, "server-site-file").key}`,
      ],
    });
  });

  it("leaves the user data far from EC2's limit, however much it says", () => {
    expect(Buffer.byteLength(userDataOf(changed))).toBeLessThan(4_096);
  });
});
