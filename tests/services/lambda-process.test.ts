import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { functionSpec } from "../../local/aws/lambda/function-spec";
import { Invocation } from "../../local/aws/lambda/invocation";
import { RuntimeApi } from "../../local/aws/lambda/runtime-api";
import { SandboxProcess } from "../../local/aws/lambda/sandbox-process";
import { AwsError } from "../../local/aws/service";
import { lambdaAlone, temporaryFolder } from "./lambda-alone";

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("a function's log", () => {
  it("has START, the function's lines, END and REPORT, with the init duration once", async () => {
    const { deploy, lambda, lines } = lambdaAlone();
    const { arn } = await deploy('exports.handler = async () => { console.log("one\\ntwo", { a: 1 }); };');
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
    const { deploy, lambda, lines } = lambdaAlone();
    const { arn } = await deploy(
      'exports.handler = async () => { console.debug("no"); console.warn({ a: 1 }); };',
      {
        loggingConfig: { logFormat: "JSON", logGroup: "parley" },
      },
    );
    await lambda.invoke(arn, {});
    await expect.poll(() => lines.length).toBe(3);
    const records = lines.map((line) => JSON.parse(line.replace(/^parley /, "")));
    expect(records[0].type).toBe("platform.start");
    expect(records[1]).toMatchObject({
      level: "WARN",
      message: { a: 1 },
      requestId: records[0].record.requestId,
    });
    expect(records[2].type).toBe("platform.report");
  });

  it("is lost, with one warning, when the role may not write it", async () => {
    const asked: unknown[] = [];
    const { deploy, lambda, lines, warnings } = lambdaAlone(undefined, {
      authorize: (caller, access) => {
        asked.push(caller?.roleArn, ...access.map(({ action }) => action));
        throw new AwsError("AccessDenied", "not yours", 403);
      },
    });
    const { arn } = await deploy('exports.handler = async () => console.log("lost");');
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
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy(
      'process.on("SIGTERM", () => {}); exports.handler = async () => process.pid;',
    );
    const pid = Number((await lambda.invoke(arn, {})).payload);
    expect(alive(pid)).toBe(true);
    await lambda.stop?.();
    expect(alive(pid)).toBe(false);
  });

  it("end when they have been idle for long enough", async () => {
    const { deploy, lambda } = lambdaAlone({ idleMs: 1 });
    const { arn } = await deploy("exports.handler = async () => process.pid;");
    const pid = Number((await lambda.invoke(arn, {})).payload);
    await expect.poll(() => alive(pid)).toBe(false);
  });

  it("are replaced when the code changes", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn: before } = await deploy("exports.handler = async () => 'old';");
    expect(await lambda.invoke(before, {})).toEqual({ payload: '"old"' });
    const { arn: after } = await deploy("exports.handler = async () => 'new';");
    expect(after).toBe(before);
    expect(await lambda.invoke(after, {})).toEqual({ payload: '"new"' });
  });

  it("end by themselves when whoever started them is gone", async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "index.js"), "exports.handler = () => new Promise(() => {});");
    const ready = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<void>();
    const api = await RuntimeApi.listen({
      functionArn: "arn",
      timeoutMs: 60_000,
      onNext: () => ready.resolve(),
      onTaken: () => taken.resolve(),
      onInitError: ({ errorMessage }) => ready.reject(new Error(errorMessage)),
      lossReason: () => Promise.resolve({ errorType: "", errorMessage: "" }),
    });
    const spec = functionSpec(
      { code: {}, runtime: "nodejs24.x", handler: "index.handler" },
      "fn",
      "arn",
      folder,
    );
    const env = { AWS_LAMBDA_RUNTIME_API: api.address, LAMBDA_TASK_ROOT: folder, _HANDLER: spec.handler };
    const sandbox = new SandboxProcess(spec, env, () => {});
    await ready.promise;
    api.offer(new Invocation("{}"));
    await taken.promise;
    await api.close();
    expect(await sandbox.ended).toEqual({ code: 1, signal: null });
  });
});
