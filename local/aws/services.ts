import { createApiGateway } from "./apigateway/api-gateway";
import { createCloudWatch } from "./cloudwatch/cloudwatch";
import { createDynamoDb } from "./dynamodb/dynamodb";
import { createEdgeServices } from "./edge-services";
import { createLambda } from "./lambda/lambda";
import { createRds } from "./rds/rds";
import { createS3 } from "./s3/s3";
import type { ModelOptions } from "./sagemaker/model-options";
import { createSageMaker } from "./sagemaker/sagemaker";
import type { CloudContext, CloudService } from "./service";
import { createSsm } from "./ssm/ssm";

export interface ServiceOptions {
  ports: {
    /** Where CloudFront serves the chat page. */
    chat: number;
    /** Where API Gateway answers. */
    invoke: number;
  };
  /** @default - the built-in demo model */
  model?: ModelOptions;
  /** Local URL of a public name (`d….cloudfront.net`), filled by the services that have one. */
  aliases: Map<string, string>;
}

/** Makes the services of a cloud, besides IAM and Logs, which every cloud has. */
export type ServiceFactory = (context: CloudContext, options: ServiceOptions) => Promise<CloudService[]>;

/**
 * Every service of the embedded cloud. They stop in the reverse order: instances first, storage last. When one cannot be
 * made, those before it are stopped.
 */
export const createServices: ServiceFactory = async (context, { ports, model, aliases }) => {
  const made: CloudService[] = [];
  try {
    made.push(await createDynamoDb(context), createS3(context), ...createRds(context));
    made.push(createSsm(context), createCloudWatch(context.place), createSageMaker(context, model));
    const lambda = createLambda(context);
    made.push(lambda, await createApiGateway(context, { port: ports.invoke, invoker: lambda }));
    const roleOfInstanceProfile = (name: string) => context.iam.instanceProfileRole(name);
    return [
      ...made,
      ...createEdgeServices(context, { chatPort: ports.chat, aliases, roleOfInstanceProfile }),
    ];
  } catch (error) {
    await Promise.allSettled(made.map(async (service) => service.stop?.()));
    throw error;
  }
};
