import type { Props } from "../service";
import type { IndexSchema, KeySchemaElement, TableSchema } from "./dynalite";

/** The input of `CreateTable` for what a program says of a table. */
export interface CreateTableInput extends Props {
  KeySchema: KeySchemaElement[];
  GlobalSecondaryIndexes?: IndexSchema[];
}

export function createTableInput(name: string, inputs: Props): CreateTableInput {
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
      ...indexInput(index, globalIndexKeys(index)),
      ProvisionedThroughput: isOnDemand ? undefined : throughput(index),
    })),
    LocalSecondaryIndexes: inputs.localSecondaryIndexes?.map((index: Props) =>
      indexInput(index, keySchema(inputs.hashKey, index.rangeKey)),
    ),
    Tags: Object.entries(inputs.tagsAll ?? inputs.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** On AWS, other keys replace the table and other indexes are built anew; here neither is done behind one's back. */
export function checkSameKeys(standing: TableSchema, wanted: CreateTableInput): void {
  const [before, after] = [keysText(standing), keysText(wanted)];
  if (before === after) return;
  throw new Error(
    `Table ${standing.TableName} stands with other keys or indexes (${before}) than the program now wants (${after}). ` +
      "The embedded cloud does not rebuild tables: start with --reset to begin anew.",
  );
}

/** `pk, sk; by-owner: owner, sk`. The order of indexes does not matter. */
function keysText(table: Pick<CreateTableInput, "KeySchema" | "GlobalSecondaryIndexes">): string {
  const names = (keys: KeySchemaElement[]) => keys.map(({ AttributeName }) => AttributeName).join(", ");
  const indexes = (table.GlobalSecondaryIndexes ?? []).map(
    ({ IndexName, KeySchema }) => `${IndexName}: ${names(KeySchema)}`,
  );
  return [names(table.KeySchema), ...indexes.sort()].join("; ");
}

function indexInput(index: Props, keys: KeySchemaElement[]): Props {
  return {
    IndexName: index.name,
    KeySchema: keys,
    Projection: { ProjectionType: index.projectionType, NonKeyAttributes: index.nonKeyAttributes },
  };
}

/** A global index names its keys in `keySchemas`, or in the older `hashKey` and `rangeKey`. */
function globalIndexKeys(index: Props): KeySchemaElement[] {
  if (!index.keySchemas?.length) return keySchema(index.hashKey, index.rangeKey);
  return index.keySchemas.map((key: Props) => ({ AttributeName: key.attributeName, KeyType: key.keyType }));
}

function keySchema(hashKey: string, rangeKey?: string): KeySchemaElement[] {
  const hash = { AttributeName: hashKey, KeyType: "HASH" as const };
  return rangeKey ? [hash, { AttributeName: rangeKey, KeyType: "RANGE" }] : [hash];
}

const throughput = ({ readCapacity, writeCapacity }: Props) => ({
  ReadCapacityUnits: readCapacity ?? 1,
  WriteCapacityUnits: writeCapacity ?? 1,
});
