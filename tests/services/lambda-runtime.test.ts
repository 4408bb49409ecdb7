import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { AwsError } from "../../local/aws/service";
import { lambdaAlone, temporaryFolder } from "./lambda-alone";

describe("a function answered as a whole", () => {
  it("gets the event and answers with JSON", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy("exports.handler = async (event) => ({ doubled: event.n * 2 });");
    expect(await lambda.invoke(arn, { n: 21 })).toEqual({ payload: '{"doubled":42}' });
  });

  it("runs with its own environment and nothing of the machine's", async () => {
    process.env.PARLEY_TEST_LEAK = "yes";
    onTestFinished(() => void delete process.env.PARLEY_TEST_LEAK);
    const { deploy, lambda } = lambdaAlone();
    const source = `exports.handler = async (event, context) => {
      const { PARLEY_TEST_LEAK: leak, TABLE, AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL } = process.env;
      const { functionName, memoryLimitInMB } = context;
      const remaining = context.getRemainingTimeInMillis() > 15000;
      return { leak, TABLE, AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL, functionName, memoryLimitInMB, remaining };
    };`;
    const { arn } = await deploy(source, { environment: { variables: { TABLE: "chats" } }, memorySize: 256 });
    expect(JSON.parse((await lambda.invoke(arn, {})).payload ?? "")).toEqual({
      TABLE: "chats",
      AWS_ACCESS_KEY_ID: "key of arn:aws:iam::123456789012:role/fn-role",
      AWS_SESSION_TOKEN: "fn",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      functionName: "fn",
      memoryLimitInMB: "256",
      remaining: true,
    });
  });

  it("starts cold once and then reuses its process, also after an error", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy(`
      let count = 0;
      exports.handler = async (event) => {
        count += 1;
        if (event.fail) throw new TypeError("no such luck");
        return { count, pid: process.pid };
      };`);
    const first = JSON.parse((await lambda.invoke(arn, {})).payload ?? "");
    const failed = await lambda.invoke(arn, { fail: true });
    const third = JSON.parse((await lambda.invoke(arn, {})).payload ?? "");
    expect(failed).toEqual({ error: { errorType: "TypeError", errorMessage: "no such luck" } });
    expect(third).toEqual({ count: 3, pid: first.pid });
  });

  it("runs concurrent invocations in processes of their own", async () => {
    const { deploy, lambda } = lambdaAlone();
    // Each waits until the other has begun too, which one process alone could never do.
    const source = `
      const fs = require("node:fs");
      exports.handler = async ({ mine, other }) => {
        fs.writeFileSync(mine, "");
        while (!fs.existsSync(other)) await new Promise((resolve) => setTimeout(resolve, 10));
        return process.pid;
      };`;
    const { arn } = await deploy(source);
    const folder = temporaryFolder();
    const [a, b] = [path.join(folder, "a"), path.join(folder, "b")];
    const answers = await Promise.all([
      lambda.invoke(arn, { mine: a, other: b }),
      lambda.invoke(arn, { mine: b, other: a }),
    ]);
    expect(new Set(answers.map(({ payload }) => payload)).size).toBe(2);
  });

  it("does not start a process for work that another has done before its turn to start came", async () => {
    const { deploy, lambda } = lambdaAlone({ patienceMs: 0 });
    const { arn } = await deploy("exports.handler = async () => process.pid;");
    const answers = await Promise.all(Array.from({ length: 40 }, () => lambda.invoke(arn, {})));
    expect(answers.filter(({ error }) => error)).toEqual([]);
    expect(new Set(answers.map(({ payload }) => payload)).size).toBeLessThan(40);
  });

  it("leaves short calls to a process that is there before it starts another", async () => {
    const { deploy, lambda } = lambdaAlone({ patienceMs: 10_000 });
    const { arn } = await deploy("exports.handler = async () => process.pid;");
    const answers = await Promise.all(Array.from({ length: 10 }, () => lambda.invoke(arn, {})));
    expect(answers.filter(({ error }) => error)).toEqual([]);
    expect(new Set(answers.map(({ payload }) => payload)).size).toBe(1);
  });

  it("refuses more than its reserved concurrency, and more than the account's", async () => {
    const { deploy, lambda } = lambdaAlone({ accountConcurrency: 1 });
    const source = "exports.handler = async () => 1;";
    const { arn: none } = await deploy(source, { name: "none", reservedConcurrentExecutions: 0 });
    await expect(lambda.invoke(none, {})).rejects.toMatchObject({
      code: "TooManyRequestsException",
      status: 429,
    });
    const { arn } = await deploy(source);
    const running = lambda.invoke(arn, {});
    await expect(lambda.invoke(arn, {})).rejects.toMatchObject({
      extra: { Reason: "ConcurrentInvocationLimitExceeded" },
    });
    expect(await running).toEqual({ payload: "1" });
  });

  it("is killed when its time is over, and starts anew", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy(
      "exports.handler = async (event) => { if (event.loop) for (;;); return 'well'; };",
      { timeout: 1 },
    );
    const { error } = await lambda.invoke(arn, { loop: true });
    expect(error?.errorType).toBe("Sandbox.Timedout");
    expect(error?.errorMessage).toMatch(
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
    );
    expect(await lambda.invoke(arn, {})).toEqual({ payload: '"well"' });
  });

  it("fails when its process exits on the way", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy("exports.handler = async () => { process.exit(7); };");
    const { error } = await lambda.invoke(arn, {});
    expect(error?.errorType).toBe("Runtime.ExitError");
    expect(error?.errorMessage).toContain("Runtime exited with error: exit status 7");
  });

  it("fails for an error that nobody catches", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy(
      "exports.handler = () => new Promise(() => setImmediate(() => { throw new RangeError('astray'); }));",
    );
    expect(await lambda.invoke(arn, {})).toEqual({
      error: { errorType: "RangeError", errorMessage: "astray" },
    });
  });

  it.each([
    ["exports.other = 1;", "Runtime.HandlerNotFound", "__index.handler is undefined or not exported"],
    ["throw new SyntaxError('at load');", "SyntaxError", "at load"],
    ["require('tar');", "Runtime.ImportModuleError", "Error: Cannot find module 'tar'"],
    [
      "exports.handler = (event, context, callback) => {};",
      "Runtime.CallbackHandlerDeprecated",
      "Callback handlers were removed in Node.js 24",
    ],
  ])("reports an init error for %s", async (source, errorType, errorMessage) => {
    const { deploy, lambda } = lambdaAlone();
    const { error } = await lambda.invoke((await deploy(source)).arn, {});
    expect(error?.errorType).toBe(errorType);
    expect(error?.errorMessage.split("\n")[0]).toBe(errorMessage);
  });

  it("is refused an event of more than 6 MB", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy("exports.handler = async () => 1;");
    await expect(lambda.invoke(arn, "x".repeat(6_291_456))).rejects.toBeInstanceOf(AwsError);
  });
});

describe("permissions", () => {
  it("let a service call a function only for the sources they name", async () => {
    const { deploy, lambda, permit } = lambdaAlone();
    const { arn } = await deploy("exports.handler = async () => 1;");
    const api = "arn:aws:execute-api:us-east-1:123456789012:api";
    expect(lambda.allows(arn, "apigateway.amazonaws.com", `${api}/v1/GET/chat`)).toBe(false);
    await permit({ function: "fn", sourceArn: `${api}/*/*` });
    expect(lambda.allows(arn, "apigateway.amazonaws.com", `${api}/v1/GET/chat`)).toBe(true);
    expect(lambda.allows(arn, "apigateway.amazonaws.com", `${api}2/v1/GET/chat`)).toBe(false);
    expect(lambda.allows(arn, "events.amazonaws.com", `${api}/v1/GET/chat`)).toBe(false);
    expect(lambda.allows(`${arn}2`, "apigateway.amazonaws.com", `${api}/v1/GET/chat`)).toBe(false);
  });
});
