import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createLambda, type LambdaOptions } from "../../local/aws/lambda/lambda";
import { AwsError, type CloudContext, type Props } from "../../local/aws/service";
import { signatureKey, signatures } from "../../local/engine/wire";

const release: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of release.splice(0).reverse()) await end();
});

function setUp(options?: LambdaOptions, iam: Partial<CloudContext["iam"]> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "lambda-"));
  const lines: string[] = [];
  const warnings: string[] = [];
  const context: CloudContext = {
    place: { accountId: "123456789012", region: "us-east-1" },
    folder: (service) => path.join(folder, service),
    endpoint: "http://127.0.0.1:1",
    iam: {
      authorize: () => {},
      issueCredentials: (role, session) => ({
        accessKeyId: `key of ${role}`,
        secretAccessKey: "secret",
        sessionToken: session,
      }),
      lookup: () => undefined,
      ...iam,
    },
    log: (group, line) => lines.push(`${group} ${line}`),
    warn: (message) => warnings.push(message),
  };
  const lambda = createLambda(context, options);
  release.push(
    () => rmSync(folder, { recursive: true }),
    () => lambda.stop?.(),
  );
  const deploy = async (source: string, inputs: Props = {}) => {
    const asset = { [signatureKey]: signatures.asset, text: source };
    const registration = {
      urn: "urn:fn",
      type: "aws:lambda/function:Function",
      name: "fn",
      inputs: {
        name: "fn",
        runtime: "nodejs24.x",
        handler: "__index.handler",
        role: "arn:aws:iam::123456789012:role/fn-role",
        timeout: 20,
        code: { [signatureKey]: signatures.archive, assets: { "__index.js": asset } },
        ...inputs,
      },
    };
    const made = await lambda.resources["aws:lambda/function:Function"]?.create(registration);
    return made?.outputs.arn as string;
  };
  return { lambda, deploy, lines, warnings };
}

async function readAll(body: AsyncIterable<Buffer> | undefined): Promise<string> {
  let text = "";
  for await (const chunk of body ?? []) text += chunk.toString();
  return text;
}

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("a function answered as a whole", () => {
  it("gets the event and answers with JSON", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy("exports.handler = async (event) => ({ doubled: event.n * 2 });");
    expect(await lambda.invoke(arn, { n: 21 })).toEqual({ payload: '{"doubled":42}' });
  });

  it("runs with its own environment and nothing of the machine's", async () => {
    process.env.PARLEY_TEST_LEAK = "yes";
    release.push(() => void delete process.env.PARLEY_TEST_LEAK);
    const { deploy, lambda } = setUp();
    const source = `exports.handler = async (event, context) => {
      const { PARLEY_TEST_LEAK: leak, TABLE, AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL } = process.env;
      const { functionName, memoryLimitInMB } = context;
      const remaining = context.getRemainingTimeInMillis() > 15000;
      return { leak, TABLE, AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL, functionName, memoryLimitInMB, remaining };
    };`;
    const arn = await deploy(source, { environment: { variables: { TABLE: "chats" } }, memorySize: 256 });
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
    const { deploy, lambda } = setUp();
    const arn = await deploy(`
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
    const { deploy, lambda } = setUp();
    // Each waits until the other has begun too, which one process alone could never do.
    const source = `
      const fs = require("node:fs");
      exports.handler = async ({ mine, other }) => {
        fs.writeFileSync(mine, "");
        while (!fs.existsSync(other)) await new Promise((resolve) => setTimeout(resolve, 10));
        return process.pid;
      };`;
    const arn = await deploy(source);
    const folder = mkdtempSync(path.join(tmpdir(), "meet-"));
    release.push(() => rmSync(folder, { recursive: true }));
    const [a, b] = [path.join(folder, "a"), path.join(folder, "b")];
    const answers = await Promise.all([
      lambda.invoke(arn, { mine: a, other: b }),
      lambda.invoke(arn, { mine: b, other: a }),
    ]);
    expect(new Set(answers.map(({ payload }) => payload)).size).toBe(2);
  });

  it("refuses more than its reserved concurrency, and more than the account's", async () => {
    const { deploy, lambda } = setUp({ accountConcurrency: 1 });
    const source = "exports.handler = async () => 1;";
    const none = await deploy(source, { name: "none", reservedConcurrentExecutions: 0 });
    await expect(lambda.invoke(none, {})).rejects.toMatchObject({ code: "TooManyRequestsException", status: 429 });
    const arn = await deploy(source);
    const running = lambda.invoke(arn, {});
    await expect(lambda.invoke(arn, {})).rejects.toMatchObject({
      extra: { Reason: "ConcurrentInvocationLimitExceeded" },
    });
    expect(await running).toEqual({ payload: "1" });
  });

  it("is killed when its time is over, and starts anew", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy(
      "exports.handler = async (event) => { if (event.loop) for (;;); return 'well'; };",
      { timeout: 1 },
    );
    const { error } = await lambda.invoke(arn, { loop: true });
    expect(error?.errorType).toBe("Sandbox.Timedout");
    expect(error?.errorMessage).toMatch(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/);
    expect(await lambda.invoke(arn, {})).toEqual({ payload: '"well"' });
  });

  it("fails when its process exits on the way", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy("exports.handler = async () => { process.exit(7); };");
    const { error } = await lambda.invoke(arn, {});
    expect(error?.errorType).toBe("Runtime.ExitError");
    expect(error?.errorMessage).toContain("Runtime exited with error: exit status 7");
  });

  it("fails for an error that nobody catches", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy(
      "exports.handler = () => new Promise(() => setImmediate(() => { throw new RangeError('astray'); }));",
    );
    expect(await lambda.invoke(arn, {})).toEqual({ error: { errorType: "RangeError", errorMessage: "astray" } });
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
    const { deploy, lambda } = setUp();
    const { error } = await lambda.invoke(await deploy(source), {});
    expect(error?.errorType).toBe(errorType);
    expect(error?.errorMessage.split("\n")[0]).toBe(errorMessage);
  });

  it("is refused an event of more than 6 MB", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy("exports.handler = async () => 1;");
    await expect(lambda.invoke(arn, "x".repeat(6_291_456))).rejects.toBeInstanceOf(AwsError);
  });
});

describe("a streaming function", () => {
  const streaming = (body: string) => `exports.handler = awslambda.streamifyResponse(async (event, out) => { ${body} });`;

  it("sends the prelude, eight NULs and each write as it comes", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy(
      streaming(`
        const stream = awslambda.HttpResponseStream.from(out, { statusCode: 201, headers: { a: "b" } });
        stream.write("one ");
        stream.write("two");
        stream.end();`),
    );
    const { body, contentType } = await lambda.invokeStreaming(arn, {});
    expect(contentType).toBe("application/vnd.awslambda.http-integration-response");
    expect(await readAll(body)).toBe(`{"statusCode":201,"headers":{"a":"b"}}${"\0".repeat(8)}one two`);
  });

  it("answers at its first write, before it is done", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy(
      streaming(`
        out.write("first");
        while (!require("node:fs").existsSync(event.gate)) await new Promise((resolve) => setTimeout(resolve, 10));
        out.end("last");`),
    );
    const gate = mkdtempSync(path.join(tmpdir(), "gate-"));
    rmSync(gate, { recursive: true });
    const { body } = await lambda.invokeStreaming(arn, { gate });
    const chunks = body?.[Symbol.asyncIterator]();
    expect(String((await chunks?.next())?.value)).toBe("first");
    const { mkdirSync } = await import("node:fs");
    mkdirSync(gate);
    release.push(() => rmSync(gate, { recursive: true }));
    expect(String((await chunks?.next())?.value)).toBe("last");
    expect((await chunks?.next())?.done).toBe(true);
  });

  it("sends no prelude when it ends without a write, as on AWS", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy(streaming('awslambda.HttpResponseStream.from(out, { statusCode: 200 }).end("bare");'));
    expect(await readAll((await lambda.invokeStreaming(arn, {})).body)).toBe("bare");
  });

  it("fails as a whole before the first write", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy(streaming('throw new TypeError("too early");'));
    expect(await lambda.invokeStreaming(arn, {})).toEqual({
      error: { errorType: "TypeError", errorMessage: "too early" },
    });
  });

  it.each([
    ["throws", 'throw new TypeError("midway");', { errorType: "TypeError", errorMessage: "midway" }],
    ["exits", "await new Promise((done) => out.write('', done)); process.exit(3);", { errorType: "Runtime.ExitError" }],
    ["never ends", "await new Promise(() => {});", { errorType: "Sandbox.Timedout" }],
  ])("gives what was written and then fails when it %s", async (_case, body, error) => {
    const { deploy, lambda } = setUp();
    const arn = await deploy(streaming(`out.write("kept"); ${body}`), { timeout: 1 });
    const result = await lambda.invokeStreaming(arn, {});
    const chunks = result.body?.[Symbol.asyncIterator]();
    expect(String((await chunks?.next())?.value)).toBe("kept");
    await expect(readAll({ [Symbol.asyncIterator]: () => chunks! })).rejects.toMatchObject({ error });
  });

  it("runs to its end when its reader leaves", async () => {
    const { deploy, lambda, lines } = setUp();
    const arn = await deploy(
      streaming('for (let n = 0; n < 300; n++) out.write("x".repeat(9999)); out.end(); console.log("ran to the end");'),
    );
    for await (const _chunk of (await lambda.invokeStreaming(arn, {})).body ?? []) break;
    await expect.poll(() => lines.some((line) => line.includes("ran to the end"))).toBe(true);
  });
});

describe("a function's log", () => {
  it("has START, the function's lines, END and REPORT, with the init duration once", async () => {
    const { deploy, lambda, lines } = setUp();
    const arn = await deploy('exports.handler = async () => { console.log("one\\ntwo", { a: 1 }); };');
    await lambda.invoke(arn, {});
    await lambda.invoke(arn, {});
    await expect.poll(() => lines.filter((line) => line.includes("REPORT")).length).toBe(2);
    const kinds = lines.map((line) => line.replace(/^\/aws\/lambda\/fn /, "").replace(/[0-9a-f-]{36}/, "ID"));
    expect(kinds[0]).toBe("START RequestId: ID Version: $LATEST");
    expect(kinds[1]).toMatch(/^\S+Z\tID\tINFO\tone\ntwo \{ a: 1 \}$/);
    expect(kinds[2]).toBe("END RequestId: ID");
    expect(kinds[3]).toMatch(
      /^REPORT RequestId: ID\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms$/,
    );
    expect(kinds[7]).not.toContain("Init Duration");
  });

  it("goes as JSON to the group that the program names", async () => {
    const { deploy, lambda, lines } = setUp();
    const arn = await deploy('exports.handler = async () => { console.debug("no"); console.warn({ a: 1 }); };', {
      loggingConfig: { logFormat: "JSON", logGroup: "parley" },
    });
    await lambda.invoke(arn, {});
    await expect.poll(() => lines.length).toBe(3);
    const records = lines.map((line) => JSON.parse(line.replace(/^parley /, "")));
    expect(records[0].type).toBe("platform.start");
    expect(records[1]).toMatchObject({ level: "WARN", message: { a: 1 }, requestId: records[0].record.requestId });
    expect(records[2].type).toBe("platform.report");
  });

  it("is lost, with one warning, when the role may not write it", async () => {
    const asked: unknown[] = [];
    const { deploy, lambda, lines, warnings } = setUp(undefined, {
      authorize: (caller, access) => {
        asked.push(caller?.roleArn, ...access.map(({ action }) => action));
        throw new AwsError("AccessDenied", "not yours", 403);
      },
    });
    const arn = await deploy('exports.handler = async () => console.log("lost");');
    await lambda.invoke(arn, {});
    await lambda.stop?.();
    expect(lines).toEqual([]);
    expect(warnings).toEqual(["Log lines of function fn are lost: not yours"]);
    expect(asked).toEqual([
      "arn:aws:iam::123456789012:role/fn-role",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]);
  });
});

describe("processes", () => {
  it("are gone when the service has stopped, even those that do not want to", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy('process.on("SIGTERM", () => {}); exports.handler = async () => process.pid;');
    const pid = Number((await lambda.invoke(arn, {})).payload);
    expect(alive(pid)).toBe(true);
    await lambda.stop?.();
    expect(alive(pid)).toBe(false);
  });

  it("end when they have been idle for long enough", async () => {
    const { deploy, lambda } = setUp({ idleMs: 1 });
    const arn = await deploy("exports.handler = async () => process.pid;");
    const pid = Number((await lambda.invoke(arn, {})).payload);
    await expect.poll(() => alive(pid)).toBe(false);
  });

  it("are replaced when the code changes", async () => {
    const { deploy, lambda } = setUp();
    const before = await deploy("exports.handler = async () => 'old';");
    expect(await lambda.invoke(before, {})).toEqual({ payload: '"old"' });
    const after = await deploy("exports.handler = async () => 'new';");
    expect(after).toBe(before);
    expect(await lambda.invoke(after, {})).toEqual({ payload: '"new"' });
  });
});

describe("permissions", () => {
  it("let a service call a function only for the sources they name", async () => {
    const { deploy, lambda } = setUp();
    const arn = await deploy("exports.handler = async () => 1;");
    const api = "arn:aws:execute-api:us-east-1:123456789012:api";
    expect(lambda.allows(arn, "apigateway.amazonaws.com", `${api}/v1/GET/chat`)).toBe(false);
    await lambda.resources["aws:lambda/permission:Permission"]?.create({
      urn: "urn:permission",
      type: "aws:lambda/permission:Permission",
      name: "permission",
      inputs: {
        action: "lambda:InvokeFunction",
        function: "fn",
        principal: "apigateway.amazonaws.com",
        sourceArn: `${api}/*/*`,
      },
    });
    expect(lambda.allows(arn, "apigateway.amazonaws.com", `${api}/v1/GET/chat`)).toBe(true);
    expect(lambda.allows(arn, "apigateway.amazonaws.com", `${api}2/v1/GET/chat`)).toBe(false);
    expect(lambda.allows(arn, "events.amazonaws.com", `${api}/v1/GET/chat`)).toBe(false);
    expect(lambda.allows(`${arn}2`, "apigateway.amazonaws.com", `${api}/v1/GET/chat`)).toBe(false);
  });
});
