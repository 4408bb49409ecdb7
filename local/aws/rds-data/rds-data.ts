import type { ServerResponse } from "node:http";
import type { Cluster, ClusterDirectory } from "../rds/cluster-directory";
import { AwsError, type CloudContext, type CloudService, type Props, type ServiceRequest } from "../service";
import { dataOperations, text } from "./operations";

/** With headers and all, says the Data API; here the body is measured. */
const maxRequestBytes = 4 * 1024 * 1024;

/** RDS's Data API: SQL over HTTP, for the clusters that have it switched on. */
export function createRdsData({ iam }: CloudContext, clusters: ClusterDirectory): CloudService {
  return {
    name: "rds-data",
    resources: {},
    async handle(request, response) {
      if (request.url === "/PauseClusterNow") {
        await pauseNow(clusters, request);
        return writeAnswer(response, {});
      }
      const operation = dataOperations[request.url];
      if (!operation || request.method !== "POST") {
        throw new AwsError(
          "UnknownOperationException",
          `The embedded cloud's RDS Data API has no operation '${request.method} ${request.url}'`,
          404,
        );
      }
      const input = readInput(request);
      const arns = { cluster: text(input, "resourceArn"), secret: text(input, "secretArn") };
      iam.authorize(request.caller, [
        { action: operation.action, resource: arns.cluster },
        // The Data API reads the password with the rights of whoever calls it.
        { action: "secretsmanager:GetSecretValue", resource: arns.secret },
      ]);
      const cluster = clusters.withEndpoint(arns.cluster);
      checkSecret(cluster, arns.secret);
      checkDatabase(cluster, input);
      writeAnswer(response, await cluster.pause.use(() => operation.run(cluster.database, input)));
    },
  };
}

/** No operation of AWS: there a cluster pauses when it was idle for long enough, which no test waits for. */
async function pauseNow(clusters: ClusterDirectory, request: ServiceRequest): Promise<void> {
  if (!request.caller || request.caller.roleArn)
    throw new AwsError("AccessDeniedException", "Only the owner of the account may do this", 403);
  const { resourceArn, resumeMs } = readInput(request);
  await clusters.withEndpoint(resourceArn).pause.pause(resumeMs);
}

function readInput({ body }: ServiceRequest): Props {
  if (body.length > maxRequestBytes) {
    const message = `The request has ${body.length} bytes, ${maxRequestBytes} are allowed`;
    throw new AwsError("BadRequestException", message);
  }
  try {
    return JSON.parse(body.toString() || "{}") as Props;
  } catch {
    throw new AwsError("SerializationException", "The body is not JSON");
  }
}

function checkSecret({ secretArn }: Cluster, given: string): void {
  if (given === secretArn) return;
  throw new AwsError(
    "InvalidSecretException",
    "The Secrets Manager secret used with the request isn't valid.",
  );
}

function checkDatabase({ databaseName }: Cluster, { database }: Props): void {
  if (database === undefined || database === databaseName) return;
  throw new AwsError(
    "DatabaseErrorException",
    `FATAL: database "${database}" does not exist; SQLState: 3D000`,
  );
}

function writeAnswer(response: ServerResponse, output: Props): void {
  const body = Buffer.from(JSON.stringify(output));
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
}
