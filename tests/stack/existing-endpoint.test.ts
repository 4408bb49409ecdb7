import { describe, expect, it } from "vitest";
import { plainProps } from "../../local/engine/wire";
import { deployProgram } from "./deploy-program";

describe("With parley:existingEndpoint", () => {
  // The whole program is run, as elsewhere in hooks, which have as long.
  it(
    "no endpoint is made, and the chat function may invoke the one that stands, only that",
    { timeout: 120_000 },
    async () => {
      const { resources, outputs } = await deployProgram({ existingEndpoint: "Team-Model" });

      expect(resources.filter(({ type }) => type.startsWith("aws:sagemaker/"))).toEqual([]);
      expect(outputs.modelEndpoint).toEqual({ value: "Team-Model", secret: false });
      const policy = resources.find(({ urn }) => urn.endsWith("::functions-chat-policy"));
      const statements: { Sid: string; Resource: string[] }[] = plainProps(policy?.inputs ?? {}).policy
        .Statement;
      expect(statements.find(({ Sid }) => Sid === "Model")?.Resource).toEqual([
        "arn:aws:sagemaker:us-east-1:123456789012:endpoint/team-model",
      ]);
    },
  );
});
