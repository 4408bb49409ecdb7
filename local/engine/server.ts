import { Server, ServerCredentials } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";

import type { Backend } from "./backend";
import type { LogEntry } from "./event";
import { engineMethods, monitorMethods } from "./monitor";
import type { Registrar } from "./registrar";
import type { UrnScope } from "./urn";

// As the Pulumi CLI has it: a registration may carry whole files.
const maxMessageBytes = 400 * 1024 * 1024;

/** A gRPC server on 127.0.0.1 that a Pulumi program deploys through. */
export interface EngineServer {
  /** `127.0.0.1:PORT`, for both the engine and the resource monitor. */
  address: string;
  close(): void;
}

/** Listens on a free port. */
export async function listen(
  scope: UrnScope,
  programDir: string,
  registrar: Registrar,
  backend: Backend,
  onLog: (entry: LogEntry) => void,
): Promise<EngineServer> {
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(EngineService, engineMethods(registrar, onLog));
  server.addService(ResourceMonitorService, monitorMethods(scope, programDir, registrar, backend));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}
