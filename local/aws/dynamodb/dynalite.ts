import { createRequire } from "node:module";
import type { Props } from "../service";

/** A DynamoDB item: attribute values by name. */
export type Item = Record<string, Props>;

export type Callback<T> = (error: Error | null, value?: T) => void;

/** One write of a LevelDB batch. */
export type Write = { type: "put"; key: string; value: unknown } | { type: "del"; key: string };

export interface LevelDb {
  readonly status: string;
  open(): Promise<void>;
  /** The value is undefined where there is none. */
  get(this: void, key: string, callback: Callback<unknown>): void;
  /** As `get`. */
  getSync(key: string): unknown;
  put(this: void, key: string, value: unknown, callback: Callback<void>): void;
  del(this: void, key: string, callback: Callback<void>): void;
  batch(this: void, writes: Write[], callback: Callback<void>): void;
  close(callback: Callback<void>): void;
}

/** A part of the store with a key prefix of its own. */
export interface SubDb {
  get(this: void, key: string, callback: Callback<Props>): void;
  put(this: void, key: string, value: unknown, callback: Callback<void>): void;
  del(this: void, key: string, callback: Callback<void>): void;
}

export interface KeySchemaElement {
  AttributeName: string;
  KeyType: "HASH" | "RANGE";
}

export interface IndexSchema {
  IndexName: string;
  KeySchema: KeySchemaElement[];
}

export interface TableSchema {
  TableName: string;
  TableArn: string;
  TableStatus: string;
  KeySchema: KeySchemaElement[];
  GlobalSecondaryIndexes?: IndexSchema[];
  LocalSecondaryIndexes?: IndexSchema[];
}

/** Given two arguments, finds tables that items may be written to; with `false`, any, and those callers change what they get. */
export interface GetTable {
  (name: string, callback: Callback<TableSchema>): void;
  (name: string, isUsable: false, callback: Callback<TableSchema>): void;
}

export interface Store {
  db: LevelDb;
  tableDb: SubDb & { awsAccountId: string; awsRegion: string };
  getTable: GetTable;
  getItemDb(table: string): SubDb;
  /** Any part: dynalite uses it for tags by table name. */
  getTagDb(name: string): SubDb;
}

/** `dynalite/db` */
export interface DynaliteDb {
  create(options: Record<string, unknown>): Store;
  /** The key under which an item, or the item with this key, is stored. */
  createKey(keyOrItem: Item, table: TableSchema): string;
  validateItem(item: Item, table: TableSchema): Error | null;
  validateKey(key: Item, table: TableSchema): Error | null;
  validateUpdates(attributeUpdates: unknown, updates: unknown, table: TableSchema): Error | null;
  checkConditional(parsed: Props, existing: Item | undefined): Error | null | undefined;
}

/** `dynalite/validations` */
export interface DynaliteValidations {
  /** Deletes members it does not know, in place. */
  checkTypes(input: Props, types: unknown): Props;
  /** Puts parsed expressions into `input`: `_condition`, `_updates`, `KeyConditions`. */
  checkValidations(input: Props, types: unknown, custom: unknown, store: Store): void;
}

export type Action = (store: Store, input: Props, callback: Callback<Props>) => void;

/** The operations that dynalite does itself. */
const dynaliteOperations = [
  "BatchGetItem",
  "BatchWriteItem",
  "CreateTable",
  "DeleteItem",
  "DeleteTable",
  "DescribeTable",
  "GetItem",
  "ListTables",
  "ListTagsOfResource",
  "PutItem",
  "Query",
  "Scan",
  "TagResource",
  "UntagResource",
  "UpdateItem",
  "UpdateTable",
] as const;

export type DynaliteOperation = (typeof dynaliteOperations)[number];

export interface Dynalite {
  db: DynaliteDb;
  validations: DynaliteValidations;
  operations: Map<string, { act: Action; types: unknown; custom: unknown }>;
}

/**
 * dynalite's parts without its server: one aborted request ends the process of that one. They have no types and no
 * `exports`, so the version is pinned.
 */
export function loadDynalite(): Dynalite {
  const load = createRequire(__filename);
  const operations = dynaliteOperations.map((operation) => {
    const file = operation.charAt(0).toLowerCase() + operation.slice(1);
    const { types, custom } = load(`dynalite/validations/${file}`);
    return [operation, { act: load(`dynalite/actions/${file}`) as Action, types, custom }] as const;
  });
  return {
    db: load("dynalite/db"),
    validations: load("dynalite/validations"),
    operations: new Map(operations),
  };
}
