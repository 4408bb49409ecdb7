import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Backend } from "../engine/backend";
import { accountFunctions } from "./account-functions";
import { type HttpFront, openHttpFront } from "./http-front";
import { createIam } from "./iam/iam";
import { createLogs } from "./logs/logs";
import type { ModelOptions } from "./sagemaker/model-options";
import type { CloudContext, CloudService, Iam, Place } from "./service";
import { ServiceRegistry } from "./service-registry";
import { createServices, type ServiceFactory } from "./services";
import { constructVpc } from "./vpc/construct-vpc";

export interface CloudOptions {
  /** Holds everything that survives a restart. Made when it is not there. */
  dataDir: string;
  /** All on 127.0.0.1. `aws` is the port of the services; 0 takes a free one. */
  ports: { chat: number; invoke: number; aws: number };
  /** @default - the built-in demo model */
  model?: ModelOptions;
  /** Says something to the person at the terminal. */
  warn: (message: string) => void;
}

/** An AWS account of its own on this machine. */
export interface Cloud extends Backend {
  /** `http://127.0.0.1:PORT`: what `AWS_ENDPOINT_URL` must be. An IP, so that S3 uses path style. */
  endpoint: string;
  place: Place;
  iam: Iam;
  /** Local URL of a public name of the program's outputs. */
  aliases: Map<string, string>;
  /** To be called when the program has run: instances, servers and sweepers begin. */
  start(): Promise<void>;
  /** Ends every listener, timer and process; resolves when nothing is left. */
  stop(): Promise<void>;
}

/** Opens the cloud: its services answer at once. Fails when a port is taken or the folder is in use. */
export async function createCloud(
  options: CloudOptions,
  factory: ServiceFactory = createServices,
): Promise<Cloud> {
  const { dataDir, warn } = options;
  const place: Place = { accountId: "000000000000", region: "us-east-1" };
  const folder = (service: string) => {
    const path = join(dataDir, service);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const iam = createIam({ place, warn });
  const logs = createLogs(folder("logs"), place, warn);
  const registry = new ServiceRegistry(accountFunctions(place), {
    "awsx:ec2:Vpc": (name, inputs, register) => constructVpc(place, name, inputs, register),
  });
  const front = await openHttpFront({
    port: options.ports.aws,
    services: registry.services,
    lookup: (accessKeyId) => iam.lookup(accessKeyId),
    warn,
  });

  const endpoint = `http://127.0.0.1:${front.port}`;
  const context: CloudContext = {
    place,
    folder,
    endpoint,
    iam,
    log: (group, line) => logs.append(group, line),
    warn,
  };
  const aliases = new Map<string, string>();
  const services = await makeServices(front, () => factory(context, { ...options, aliases }));
  for (const service of [iam, logs, ...services]) registry.add(service);

  return {
    endpoint,
    place,
    iam,
    aliases,
    create: (registration) => registry.create(registration),
    delete: (type, id, outputs) => registry.delete(type, id, outputs),
    read: (type) =>
      Promise.reject(new Error(`The embedded cloud cannot look up a ${type} that stands already`)),
    invoke: (token, args) => registry.invoke(token, args),
    construct: (type, name, inputs, register) => registry.construct(type, name, inputs, register),
    async start() {
      for (const service of registry.all) await service.start?.();
    },
    async stop() {
      for (const service of registry.all.toReversed()) await stopService(service, warn);
      await front.close();
    },
  };
}

/** A cloud that cannot be made leaves no open port. */
async function makeServices(front: HttpFront, make: () => Promise<CloudService[]>): Promise<CloudService[]> {
  try {
    return await make();
  } catch (error) {
    await front.close();
    throw error;
  }
}

/** One that fails to stop must not keep the others running. */
async function stopService(service: CloudService, warn: CloudOptions["warn"]): Promise<void> {
  try {
    await service.stop?.();
  } catch (error) {
    warn(`${service.name} did not stop: ${error instanceof Error ? error.message : String(error)}`);
  }
}
