import { ExecuteStatementCommand, type RDSDataClient } from "@aws-sdk/client-rds-data";
import type { ClusterAddress } from "./rds-cluster";

/**
 * Pauses a cluster of the embedded cloud, as after five minutes without a call.
 *
 * @param client Of the account's owner.
 * @param resumeMs How long it refuses calls when it is woken.
 */
export async function pauseCluster(
  client: RDSDataClient,
  address: ClusterAddress,
  resumeMs: number,
): Promise<void> {
  const command = new ExecuteStatementCommand({ ...address, sql: "PAUSE" });
  // RDS has no such operation, so its client has no command for it.
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { path: string; body: string };
      request.path = "/PauseClusterNow";
      request.body = JSON.stringify({ resourceArn: address.resourceArn, resumeMs });
      return next(args);
    },
    { step: "build", priority: "high" },
  );
  await client.send(command);
}
