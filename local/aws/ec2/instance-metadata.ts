import { randomBytes } from "node:crypto";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { Credentials } from "../service";
import { closeServer, listenOnLoopback } from "../loopback-server";

/** What a machine can find out about itself. */
export interface InstanceFacts {
  instanceId: string;
  region: string;
  accountId: string;
  roleName: string;
  /** Credentials of the role, new ones at every call. */
  credentials(): Credentials;
}

/** The instance metadata service of one machine, version 2 only: nothing without a session token. */
export interface InstanceMetadata {
  /** `http://127.0.0.1:PORT` */
  endpoint: string;
  close(): Promise<void>;
}

export async function startInstanceMetadata(facts: InstanceFacts): Promise<InstanceMetadata> {
  const token = randomBytes(42).toString("base64url");
  const server = createServer((request, response) => {
    request.on("error", () => {});
    response.on("error", () => {});
    answer(facts, token, request, response);
  });
  const port = await listenOnLoopback(server);
  return { endpoint: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

function answer(
  facts: InstanceFacts,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method === "PUT" && request.url === "/latest/api/token") {
    const ttl = request.headers["x-aws-ec2-metadata-token-ttl-seconds"];
    if (!ttl) response.writeHead(400).end();
    else response.writeHead(200, { "x-aws-ec2-metadata-token-ttl-seconds": ttl }).end(token);
    return;
  }
  if (request.headers["x-aws-ec2-metadata-token"] !== token) {
    response.writeHead(401).end();
    return;
  }
  const document = request.method === "GET" ? lookUp(facts, request.url ?? "") : undefined;
  if (document === undefined) response.writeHead(404).end();
  else response.writeHead(200, { "content-type": "text/plain" }).end(document);
}

function lookUp(facts: InstanceFacts, path: string): string | undefined {
  const { instanceId, region, accountId, roleName } = facts;
  switch (path) {
    case "/latest/meta-data/instance-id":
      return instanceId;
    case "/latest/meta-data/placement/region":
      return region;
    case "/latest/dynamic/instance-identity/document":
      return JSON.stringify({ accountId, instanceId, region });
    case "/latest/meta-data/iam/security-credentials/":
      return roleName;
    case `/latest/meta-data/iam/security-credentials/${roleName}`:
      return credentialsDocument(facts.credentials());
    default:
      return undefined;
  }
}

function credentialsDocument(credentials: Credentials): string {
  return JSON.stringify({
    Code: "Success",
    Type: "AWS-HMAC",
    LastUpdated: new Date().toISOString(),
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    Token: credentials.sessionToken,
    Expiration: credentials.expiration,
  });
}
