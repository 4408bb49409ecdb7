import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { FastifyInstance } from "fastify";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildApp } from "../../runtime/server/app";
import { loadServerKey } from "../../runtime/server/server-key";
import { indexHtml, plainSite } from "../unit/fakes/chat-server";
import type { StackOutputs } from "./stack-process";

/** Chat servers beside the stack's own, in front of its API. */
export interface ChatServers {
  /** Takes a request to each server in its turn, as a load balancer does that knows no sessions. */
  url: string;
  apps: FastifyInstance[];
  /** How many requests each server got from the load balancer. */
  requests: number[];
  close(): Promise<void>;
}

export async function startChatServers(
  outputs: StackOutputs,
  dataDir: string,
  { signIn, count }: { signIn: "none" | "key"; count: number },
): Promise<ChatServers> {
  const uiDir = mkdtempSync(path.join(tmpdir(), "parley-page-"));
  mkdirSync(path.join(uiDir, "assets"));
  writeFileSync(path.join(uiDir, "index.html"), indexHtml);
  const serverKey = await loadServerKey({ load: () => keyOf(outputs, dataDir), clock: Date.now });
  const ports = { serverKey, clock: Date.now, sleep: async () => {} };
  const filesUrl = new URL(outputs.awsEndpoint);
  const options = { invokeUrl: new URL(outputs.invokeUrl), filesUrl, signIn, site: plainSite, uiDir };
  const apps = Array.from({ length: count }, () => buildApp(ports, { ...options, log: { write: () => {} } }));
  const origins = await Promise.all(apps.map((app) => app.listen({ host: "127.0.0.1", port: 0 })));
  const requests = origins.map(() => 0);
  const balancer = startBalancer(origins, requests);
  await once(balancer, "listening");
  return {
    url: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`,
    apps,
    requests,
    async close() {
      await Promise.all(apps.map((app) => app.close()));
      // Connections fall idle as clients read the last of their streams.
      const sweep = setInterval(() => balancer.closeIdleConnections(), 20);
      await new Promise((resolve) => balancer.close(resolve));
      clearInterval(sweep);
      rmSync(uiDir, { recursive: true });
    },
  };
}

function startBalancer(origins: string[], requests: number[]): http.Server {
  let turn = 0;
  const balancer = http.createServer((request, response) => {
    const index = turn++ % origins.length;
    requests[index] = (requests[index] ?? 0) + 1;
    const { method, url, headers } = request;
    const upstream = http.request(`${origins[index]}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    response.on("close", () => upstream.destroy());
    request.pipe(upstream);
  });
  return balancer.listen(0, "127.0.0.1");
}

/** The server's own key, where the servers of the stack find it. */
async function keyOf({ awsEndpoint, region }: StackOutputs, dataDir: string): Promise<string> {
  const state = JSON.parse(readFileSync(path.join(dataDir, "state.json"), "utf8")) as {
    resources: { type: string; id: string }[];
  };
  const parameter = state.resources.find(({ type }) => type === "aws:ssm/parameter:Parameter");
  const credentials = { accessKeyId: "parley", secretAccessKey: "parley" };
  const ssm = new SSMClient({ endpoint: awsEndpoint, region, credentials });
  const { Parameter } = await ssm.send(
    new GetParameterCommand({ Name: parameter?.id, WithDecryption: true }),
  );
  return Parameter?.Value ?? "";
}
