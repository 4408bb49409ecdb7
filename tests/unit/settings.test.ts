import { describe, expect, it } from "vitest";
import { parseSettings } from "../../components/settings";

const messageOf = (raw: Record<string, string>): string => {
  try {
    parseSettings(raw);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("the settings were taken");
};

describe("The stack's settings", () => {
  it("may all be left out", () => {
    expect(parseSettings({})).toEqual({
      model: "openai/gpt-oss-20b",
      existingEndpoint: undefined,
      instanceType: "ml.g5.2xlarge",
      modelImage: undefined,
      contextTokens: 16_384,
      replyTokens: 4_096,
      systemPrompt: "You are a helpful assistant. Answer in Markdown.",
      signIn: "key",
      serverInstanceType: "t4g.small",
      accessLogs: "off",
      logRetentionDays: 30,
      tiers: [{ name: "standard", requestsPerSecond: 10, burst: 20, requestsPerDay: 10_000 }],
      instancePricePerHour: undefined,
      files: { maxFileBytes: 26_214_400, maxPerTurn: 10, maxPersonBytes: 1_073_741_824, seesImages: false },
      store: "dynamodb",
      deletionProtection: true,
      site: {},
    });
  });

  it("are read as what they are", () => {
    const settings = parseSettings({
      contextTokens: "32768",
      deletionProtection: "false",
      instancePricePerHour: "1.515",
      files: '{"maxFileMegabytes":2,"maxPerPersonGigabytes":0.5}',
      modelSees: "true",
    });
    expect(settings).toMatchObject({
      contextTokens: 32_768,
      deletionProtection: false,
      instancePricePerHour: 1.515,
      files: { maxFileBytes: 2_097_152, maxPerTurn: 10, maxPersonBytes: 536_870_912, seesImages: true },
    });
  });

  it.each([
    [
      { contextTokens: "many" },
      'parley:contextTokens is "many"; allowed: a whole number from 1024 to 1048576',
    ],
    [
      { contextTokens: "12.5" },
      'parley:contextTokens is "12.5"; allowed: a whole number from 1024 to 1048576',
    ],
    [
      { contextTokens: "0x800" },
      'parley:contextTokens is "0x800"; allowed: a whole number from 1024 to 1048576',
    ],
    [{ burst: "" }, 'parley:burst is ""; allowed: a whole number from 1 to 5000'],
    [{ signIn: "password" }, 'parley:signIn is "password"; allowed: key, none'],
    [{ store: "postgres" }, 'parley:store is "postgres"; allowed: dynamodb, aurora'],
    [
      { instanceType: "g5.2xlarge" },
      'parley:instanceType is "g5.2xlarge"; allowed: a SageMaker instance such as ml.g5.2xlarge',
    ],
    [
      { serverInstanceType: "m5.large" },
      'parley:serverInstanceType is "m5.large"; allowed: an Arm64 EC2 instance such as t4g.small',
    ],
    [{ model: "gpt" }, 'parley:model is "gpt"; allowed: <organisation>/<model> as on Hugging Face'],
    [
      { instancePricePerHour: "1,50" },
      'parley:instancePricePerHour is "1,50"; allowed: a number above 0, up to 1000',
    ],
    [{ instancePricePerHour: "0" }, "a number above 0, up to 1000"],
    [{ files: "25" }, 'parley:files is "25"; allowed: a map, in YAML or as JSON'],
    [{ files: '{"maxPerTurn":31}' }, "parley:files.maxPerTurn is 31; the most allowed is 30."],
    [{ modelSees: "yes" }, 'parley:modelSees is "yes"; allowed: true, false'],
    [{ deletionProtection: "no" }, 'parley:deletionProtection is "no"; allowed: true, false'],
    [
      { replyTokens: "16384" },
      'parley:replyTokens is "16384"; allowed: less than parley:contextTokens (16384)',
    ],
  ])("name the key, its value and what is allowed: %o", (raw, message) => {
    expect(messageOf(raw)).toContain(message);
  });

  it("name a retention that CloudWatch does not know", () => {
    expect(messageOf({ logRetentionDays: "31" })).toContain(
      'parley:logRetentionDays is "31"; allowed: 1, 3, 5, 7, 14, 30, 60',
    );
  });

  it("name a key that there is not, which is a typing error more often than not", () => {
    expect(messageOf({ contextTokes: "1" })).toMatch(
      /parley:contextTokes is not a setting; there are: model, /,
    );
  });

  it("are told all that is wrong at once", () => {
    const message = messageOf({ signIn: "x", burst: "0" });
    expect(message).toContain("parley:signIn");
    expect(message).toContain("parley:burst");
  });
});
