import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { cloudConfig } from "../../components/cloud-config";
import { createEdgeServices } from "../../local/aws/edge-services";
import { closeServer, listenOnLoopback } from "../../local/aws/loopback-server";
import type { CloudContext, CloudService, Props } from "../../local/aws/service";

const chatServer = join(__dirname, "fixtures/chat-server");
const roleArn = "arn:aws:iam::123456789012:role/server";
const credentials = {
  accessKeyId: "ASIAEXAMPLE",
  secretAccessKey: "secret",
  sessionToken: "session",
  expiration: "2099-01-01T00:00:00.000Z",
};

let folder: string;
let bundle: Buffer;
let services: CloudService[];
let logged: string[];
let warnings: string[];
let aliases: Map<string, string>;

/** An S3 that knows two objects, and one caller who may read it. */
const s3 = createServer((request, response) => {
  const known = request.headers.authorization?.includes(`Credential=${credentials.accessKeyId}/`);
  const path = request.url?.split("?")[0];
  const objects: Record<string, Buffer | string> = {
    "/files/server/bundle.tgz": bundle,
    "/files/server/site.json": "{}",
  };
  const object = objects[path ?? ""];
  if (!known || object === undefined) {
    const code = known ? "NoSuchKey" : "AccessDenied";
    response.writeHead(known ? 404 : 403, { "content-type": "application/xml" });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no ${path}</Message></Error>`);
  } else response.end(object);
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-edge-"));
  bundle = Buffer.concat(await create({ gzip: true, cwd: chatServer }, ["main.js"]).collect());
  logged = [];
  warnings = [];
  aliases = new Map([["https://api.example.com/v1", "http://127.0.0.1:1/v1"]]);
  const context = {
    place: { accountId: "123456789012", region: "eu-central-1" },
    folder: (service: string) => join(folder, service),
    endpoint: `http://127.0.0.1:${await listenOnLoopback(s3)}`,
    iam: { issueCredentials: () => credentials } as unknown as CloudContext["iam"],
    log: (group: string, line: string) => logged.push(`${group} ${line}`),
    warn: (message: string) => warnings.push(message),
  } as CloudContext;
  services = createEdgeServices(context, {
    chatPort: 0,
    aliases,
    startTimeoutMs: 3000,
    roleOfInstanceProfile: () => roleArn,
  });
});

afterEach(async () => {
  for (const service of services.toReversed()) await service.stop?.();
  await closeServer(s3);
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function register(type: string, name: string, inputs: Props): Promise<{ id: string; outputs: Props }> {
  const provider = services.map(({ resources }) => resources[type]).find(Boolean);
  if (!provider) throw new Error(`no provider of ${type}`);
  return provider.create({ urn: `urn:pulumi:test::parley::${type}::${name}`, type, name, inputs });
}

const userData = (changes: Partial<Parameters<typeof cloudConfig>[0]> = {}) =>
  cloudConfig({
    region: "eu-central-1",
    bundle: { bucket: "files", key: "server/bundle.tgz" },
    siteFile: { bucket: "files", key: "server/site.json" },
    invokeUrl: "https://api.example.com/v1",
    filesUrl: "https://files-1a2b3c4.s3.eu-central-1.amazonaws.com",
    keyParameterName: "/parley/key",
    signIn: "none",
    ...changes,
  });

/** Registers what the components register, as far as requests go through it, and starts it. Resolves with the page's URL. */
async function deploy(userData: string, healthCheck: Props = {}): Promise<string> {
  const template = await register("aws:ec2/launchTemplate:LaunchTemplate", "server", {
    iamInstanceProfile: { arn: "arn:aws:iam::123456789012:instance-profile/server" },
    userData: Buffer.from(userData).toString("base64"),
  });
  const targets = await register("aws:lb/targetGroup:TargetGroup", "tg", {
    port: 3000,
    protocol: "HTTP",
    healthCheck: { path: "/healthz", interval: 15, unhealthyThreshold: 2, ...healthCheck },
  });
  const alb = await register("aws:lb/loadBalancer:LoadBalancer", "alb", { internal: true });
  await register("aws:lb/listener:Listener", "listener", {
    loadBalancerArn: alb.id,
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "forward", targetGroupArn: targets.id }],
  });
  await register("aws:autoscaling/group:Group", "server", {
    minSize: 1,
    launchTemplate: { id: template.id, version: "1" },
    targetGroupArns: [targets.id],
    healthCheckType: "ELB",
  });
  const vpcOrigin = await register("aws:cloudfront/vpcOrigin:VpcOrigin", "origin", {
    vpcOriginEndpointConfig: { arn: alb.id, httpPort: 80, originProtocolPolicy: "http-only" },
  });
  const { outputs } = await register("aws:cloudfront/distribution:Distribution", "edge", {
    origins: [{ originId: "alb", vpcOriginConfig: { vpcOriginId: vpcOrigin.id, originReadTimeout: 60 } }],
    defaultCacheBehavior: { targetOriginId: "alb", allowedMethods: ["GET", "POST"] },
    orderedCacheBehaviors: [{ pathPattern: "/assets/*", targetOriginId: "alb", allowedMethods: ["GET"] }],
  });
  for (const service of services) await service.start?.();
  return aliases.get(`https://${outputs.domainName}`) ?? "no alias";
}

async function facts(url: string): Promise<{ pid: number; env: Record<string, string>; argv: string[] }> {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as never;
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("an instance", () => {
  it("runs the unit of the bundle, reached through CloudFront", async () => {
    const { env, argv } = await facts(await deploy(userData()));
    expect(argv[1]).toMatch(/\/ec2\/i-[0-9a-f]{17}\/root\/opt\/parley\/main\.js$/);
    expect(env).toMatchObject({
      HOST: "127.0.0.1",
      AWS_REGION: "eu-central-1",
      PARLEY_KEY_PARAMETER: "/parley/key",
      PARLEY_SIGN_IN: "none",
    });
    expect(logged[0]).toBe("/ec2/parley.service listening");
  });

  it("finds a file of its disk by the path in its environment", async () => {
    const { env } = await facts(await deploy(userData()));
    expect(env.PARLEY_SITE_FILE).toMatch(/\/root\/etc\/parley\/site\.json$/);
    expect(await readFile(env.PARLEY_SITE_FILE ?? "", "utf8")).toBe("{}");
  });

  it("finds URLs of the cloud where they are on this computer", async () => {
    const { env } = await facts(await deploy(userData()));
    expect(env.PARLEY_INVOKE_URL).toBe("http://127.0.0.1:1/v1");
    expect(env.PARLEY_FILES_URL).toBe(`${env.AWS_ENDPOINT_URL}/files-1a2b3c4`);
  });

  it("gets credentials of its role from instance metadata, and none from the environment", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "of-the-person");
    const { env } = await facts(await deploy(userData()));
    expect(
      Object.keys(env)
        .filter((name) => name.startsWith("AWS_"))
        .sort(),
    ).toEqual(["AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_ENDPOINT_URL", "AWS_REGION"]);
    const metadata = env.AWS_EC2_METADATA_SERVICE_ENDPOINT!;
    const path = `${metadata}/latest/meta-data/iam/security-credentials/`;
    expect((await fetch(path)).status).toBe(401);
    const token = await fetch(`${metadata}/latest/api/token`, {
      method: "PUT",
      headers: { "x-aws-ec2-metadata-token-ttl-seconds": "60" },
    });
    const headers = { "x-aws-ec2-metadata-token": await token.text() };
    expect(await (await fetch(path, { headers })).text()).toBe("server");
    expect(await (await fetch(`${path}server`, { headers })).json()).toMatchObject({
      AccessKeyId: "ASIAEXAMPLE",
      Token: "session",
    });
  });

  it("starts a killed unit again, and a request that comes meanwhile is answered", async () => {
    const url = await deploy(userData());
    const before = await facts(url);
    process.kill(before.pid, "SIGKILL");
    await vi.waitUntil(() => !isAlive(before.pid));
    const after = await facts(url);
    expect(after.pid).not.toBe(before.pid);
    expect(after.argv).toEqual(before.argv);
    expect(logged).toContain("/ec2/parley.service Main process exited, signal=SIGKILL");
  });

  it("is replaced when it stays unhealthy", async () => {
    const url = await deploy(userData(), { interval: 0.05 });
    const before = await facts(url);
    await fetch(`${url}/sicken`, { method: "POST" });
    await vi.waitUntil(() => !isAlive(before.pid), { timeout: 5000 });
    const after = await facts(url);
    expect(after.argv).not.toEqual(before.argv);
    expect(warnings).toEqual([
      expect.stringMatching(/^Instance i-\w+ of server-\w+ is replaced: \/healthz answered 500$/),
    ]);
  });

  it("leaves no process behind", async () => {
    const { pid } = await facts(await deploy(userData()));
    for (const service of services.toReversed()) await service.stop?.();
    expect(isAlive(pid)).toBe(false);
  });
});

describe("an instance that cannot boot", () => {
  it("says what is wrong with the user data", async () => {
    await expect(deploy("#!/bin/sh\n")).rejects.toThrow(
      /^Instance i-\w+ cannot boot: User data has to begin with a line "#cloud-config"; this begins with "#!\/bin\/sh\\n"\.$/,
    );
  });

  it.each([
    [{ packages: ["nginx"] }, 'The package "nginx" is not known; known are nodejs24.'],
    [{ runcmd: [["curl", "x"]] }, 'The command "curl x" is not supported by the embedded EC2'],
    [{ runcmd: [["aws", "ec2", "describe-vpcs"]] }, 'The command "aws ec2 describe-vpcs" is not supported'],
    [{ runcmd: [["systemctl", "reboot"]] }, 'The command "systemctl reboot" is not supported'],
  ])("names what is not supported: %j", async (document, message) => {
    await expect(deploy(`#cloud-config\n${stringify(document)}`)).rejects.toThrow(message);
  });

  it("names the object that its role cannot fetch", async () => {
    await expect(deploy(userData({ bundle: { bucket: "files", key: "other.tgz" } }))).rejects.toThrow(
      "s3://files/other.tgz cannot be fetched: no /files/other.tgz",
    );
  });

  it("shows what the unit wrote last when it does not become healthy", async () => {
    await expect(deploy(userData({ signIn: "key" }))).rejects.toThrow(
      /it is not healthy after 3 s \(ECONNREFUSED\)\. It wrote last:\n  no key\n  Main process exited, status=1/,
    );
  });
});
