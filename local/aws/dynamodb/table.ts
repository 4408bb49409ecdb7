import { physicalName } from "../physical-name";
import { AwsError, type Props, type ResourceProvider } from "../service";
import type { Operations } from "./operations/operation";
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
      const standing = await describe(call, name);
      if (standing) checkKeys(standing, inputs);
      else await call("CreateTable", createTableInput(name, inputs));
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

function createTableInput(name: string, inputs: Props): Props {
  const isOnDemand = inputs.billingMode === "PAY_PER_REQUEST";
  return {
    TableName: name,
    AttributeDefinitions: inputs.attributes?.map((attribute: Props) => ({
      AttributeName: attribute.name,
      AttributeType: attribute.type,
    })),
    KeySchema: keySchema(inputs.hashKey, inputs.rangeKey),
    BillingMode: inputs.billingMode ?? "PROVISIONED",
    ProvisionedThroughput: isOnDemand ? undefined : throughput(inputs),
    GlobalSecondaryIndexes: inputs.globalSecondaryIndexes?.map((index: Props) => ({
      ...indexInput(index, index.hashKey),
      ProvisionedThroughput: isOnDemand ? undefined : throughput(index),
    })),
    LocalSecondaryIndexes: inputs.localSecondaryIndexes?.map((index: Props) =>
      indexInput(index, inputs.hashKey),
    ),
    Tags: Object.entries(inputs.tagsAll ?? inputs.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  };
}

function indexInput(index: Props, hashKey: string): Props {
  return {
    IndexName: index.name,
    KeySchema: keySchema(hashKey, index.rangeKey),
    Projection: { ProjectionType: index.projectionType, NonKeyAttributes: index.nonKeyAttributes },
  };
}

function keySchema(hashKey: string, rangeKey?: string): TableSchema["KeySchema"] {
  const hash = { AttributeName: hashKey, KeyType: "HASH" as const };
  return rangeKey ? [hash, { AttributeName: rangeKey, KeyType: "RANGE" }] : [hash];
}

const throughput = ({ readCapacity, writeCapacity }: Props) => ({
  ReadCapacityUnits: readCapacity ?? 1,
  WriteCapacityUnits: writeCapacity ?? 1,
});

/** On AWS, other keys replace the table and other indexes are built anew; here neither is done behind one's back. */
function checkKeys(standing: TableSchema, inputs: Props): void {
  const indexes = (inputs.globalSecondaryIndexes ?? []).map((index: Props) => [
    index.name,
    ...keySchema(index.hashKey, index.rangeKey),
  ]);
  const standingIndexes = (standing.GlobalSecondaryIndexes ?? []).map((index) => [
    index.IndexName,
    ...index.KeySchema,
  ]);
  const wanted = canonical([keySchema(inputs.hashKey, inputs.rangeKey), indexes]);
  const stands = canonical([standing.KeySchema, standingIndexes]);
  if (wanted === stands) return;
  throw new Error(
    `Table ${standing.TableName} stands with other keys or indexes (${stands}) than the program now wants (${wanted}). ` +
      "The embedded cloud does not rebuild tables: start with --reset to begin anew.",
  );
}

/** Index order does not matter. */
function canonical([keys, indexes]: [unknown, unknown[][]]): string {
  const text = (value: unknown) => JSON.stringify(value, ["AttributeName", "KeyType"]);
  return [text(keys), ...indexes.map(([name, ...schema]) => `${String(name)}:${text(schema)}`).sort()].join(
    " ",
  );
}
