import { physicalName } from "../physical-name";
import { AwsError, type Props, type ResourceProvider } from "../service";
import type { Operations } from "./operations/operation";
import { checkSameKeys, createTableInput } from "./table-schema";
import type { TableSchema } from "./dynalite";

const unsupported = [
  "streamEnabled",
  "replicas",
  "importTable",
  "restoreSourceName",
  "restoreSourceTableArn",
];

/** `aws:dynamodb/table:Table`. A table of the run before keeps its items. */
export function tableProvider(operations: Operations): ResourceProvider {
  const call = (operation: string, input: Props): Promise<Props> => {
    const run = operations[operation];
    if (!run) throw new Error(`DynamoDB has no operation ${operation}`);
    return run(input);
  };

  return {
    async create(registration) {
      const { inputs } = registration;
      const name = physicalName(registration);
      for (const input of unsupported) {
        if (inputs[input]) throw new Error(`Table ${name}: ${input} is not supported by the embedded cloud`);
      }
      const wanted = createTableInput(name, inputs);
      const standing = await describe(call, name);
      if (standing) checkSameKeys(standing, wanted);
      else await call("CreateTable", wanted);
      await applySettings(call, name, inputs);
      const { TableArn } = (await describe(call, name)) ?? {};
      return { id: name, outputs: { name, arn: TableArn } };
    },

    async delete(name) {
      if (await describe(call, name)) await call("DeleteTable", { TableName: name });
    },
  };
}

type Call = (operation: string, input: Props) => Promise<Props>;

async function describe(call: Call, name: string): Promise<TableSchema | undefined> {
  try {
    return (await call("DescribeTable", { TableName: name })).Table;
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

async function applySettings(call: Call, name: string, inputs: Props): Promise<void> {
  const DeletionProtectionEnabled = Boolean(inputs.deletionProtectionEnabled);
  await call("UpdateTable", { TableName: name, DeletionProtectionEnabled });
  const PointInTimeRecoveryEnabled = Boolean(inputs.pointInTimeRecovery?.enabled);
  await call("UpdateContinuousBackups", {
    TableName: name,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
  });
  if (inputs.ttl?.attributeName) {
    // `enabled` is true when it is not given.
    const specification = { AttributeName: inputs.ttl.attributeName, Enabled: inputs.ttl.enabled ?? true };
    await call("UpdateTimeToLive", { TableName: name, TimeToLiveSpecification: specification });
  }
}
