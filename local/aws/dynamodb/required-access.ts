import { type Access, AwsError, type Place, type Props } from "../service";
import type { Item, TableSchema } from "./dynalite";
import type { Engine } from "./engine";

const transactionActions: Record<string, string> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

/**
 * What a caller must be allowed for one call, as AWS decides it: transactions item by item under the actions of their
 * items, batches by table, with the partition keys in `dynamodb:LeadingKeys`.
 */
export async function requiredAccess(
  engine: Engine,
  place: Place,
  operation: string,
  input: Props,
): Promise<Access[]> {
  const touch = (action: string, table: string, items: (Item | undefined)[]) =>
    tableAccess(engine, place, action, table, items);
  switch (operation) {
    case "TransactWriteItems":
    case "TransactGetItems":
      return Promise.all(
        asList(input.TransactItems).flatMap((item) =>
          Object.entries<Props>(item).map(([kind, body]) =>
            touch(transactionActions[kind] ?? kind, body.TableName, [body.Key ?? body.Item]),
          ),
        ),
      );
    case "BatchGetItem":
    case "BatchWriteItem":
      return Promise.all(
        Object.entries<Props>(input.RequestItems ?? {}).map(([table, request]) =>
          touch(operation, table, batchKeys(request)),
        ),
      );
    case "Query":
      return [await queryAccess(engine, place, input)];
    case "Scan":
      return [access(place, operation, input.TableName, input.IndexName)];
    case "ListTables":
      return [access(place, operation, "*")];
    default: {
      if (input.ResourceArn) return [{ action: `dynamodb:${operation}`, resource: input.ResourceArn }];
      return [await touch(operation, input.TableName, [input.Key ?? input.Item])];
    }
  }
}

/** Gets have `Keys`; writes are a list of puts and deletes. */
function batchKeys(request: Props): (Item | undefined)[] {
  if (!Array.isArray(request)) return asList(request.Keys);
  return request.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key);
}

const asList = (value: unknown): Props[] => (Array.isArray(value) ? value : []);

async function tableAccess(
  engine: Engine,
  place: Place,
  action: string,
  table: string,
  items: (Item | undefined)[],
): Promise<Access> {
  const hashKey = partitionKey(await findTable(engine, table));
  const values = items.map((item) => hashKey && item?.[hashKey]);
  return access(place, action, table, undefined, leadingKeys(values));
}

/** A query's leading key is the partition key of the index it reads. */
async function queryAccess(engine: Engine, place: Place, input: Props): Promise<Access> {
  const table = await findTable(engine, input.TableName);
  const indexes = [...(table?.GlobalSecondaryIndexes ?? []), ...(table?.LocalSecondaryIndexes ?? [])];
  const source = input.IndexName ? indexes.find(({ IndexName }) => IndexName === input.IndexName) : table;
  const hashKey = partitionKey(source);
  const { KeyConditions } = engine.parse("Query", input);
  const values = (hashKey && KeyConditions?.[hashKey]?.AttributeValueList) || [];
  return access(place, "Query", input.TableName, input.IndexName, leadingKeys(values));
}

function access(place: Place, action: string, table: string, index?: string, keys: string[] = []): Access {
  const tableArn = `arn:aws:dynamodb:${place.region}:${place.accountId}:table/${table}`;
  return {
    action: `dynamodb:${action}`,
    resource: index ? `${tableArn}/index/${index}` : tableArn,
    ...(keys.length > 0 ? { context: { "dynamodb:LeadingKeys": keys } } : {}),
  };
}

/** A table that is not there has no keys; the operation says so itself, to those who may ask. */
async function findTable(engine: Engine, name: unknown): Promise<TableSchema | undefined> {
  if (typeof name !== "string") return undefined;
  return engine.table(name).catch((error: unknown) => {
    if (error instanceof AwsError) return undefined;
    throw error;
  });
}

const partitionKey = (source: Pick<TableSchema, "KeySchema"> | undefined) =>
  source?.KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName;

/** The values of strings, numbers (text in the wire form) and binaries (base64). */
function leadingKeys(values: (Props | string | undefined)[]): string[] {
  return values.flatMap((value) =>
    value && typeof value === "object" ? Object.values<string>(value).slice(0, 1) : [],
  );
}
