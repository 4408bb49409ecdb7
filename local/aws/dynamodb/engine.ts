import { AwsError, type Place, type Props } from "../service";
import { type AtomicWrites, gateWrites } from "./atomic-writes";
import { calledBack } from "./called-back";
import {
  type Callback,
  type Dynalite,
  type DynaliteDb,
  type DynaliteOperation,
  type Item,
  loadDynalite,
  type Store,
  type SubDb,
  type TableSchema,
} from "./dynalite";
import { toAwsError } from "./dynalite-error";
import { rememberTables } from "./known-tables";
import { readAtOnce } from "./read-at-once";

/** Tables, items and expressions: dynalite's engine with promises and `AwsError`s. */
export class Engine {
  readonly db: DynaliteDb;

  private constructor(
    private readonly dynalite: Dynalite,
    private readonly store: Store,
    readonly writes: AtomicWrites,
  ) {
    this.db = dynalite.db;
  }

  /** Opens the store in `folder`. Fails when another process has it open. */
  static async open(folder: string, place: Place): Promise<Engine> {
    const dynalite = loadDynalite();
    const store = dynalite.db.create({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    Object.assign(store.tableDb, { awsAccountId: place.accountId, awsRegion: place.region });
    try {
      await store.db.open();
    } catch (error) {
      throw new Error(`DynamoDB's data in ${folder} cannot be opened: is another process using it?`, {
        cause: error,
      });
    }
    readAtOnce(store.db);
    rememberTables(store);
    return new Engine(dynalite, store, gateWrites(store.db));
  }

  /**
   * Validates an input as DynamoDB does. The answer is a copy that also holds the parsed expressions: `_condition`,
   * `_updates`, `KeyConditions`.
   */
  parse(operation: DynaliteOperation, input: Props): Props {
    const { types, custom } = this.#operation(operation);
    const { validations } = this.dynalite;
    try {
      const parsed = validations.checkTypes(structuredClone(input), types);
      validations.checkValidations(parsed, types, custom, this.store);
      return parsed;
    } catch (error) {
      throw toAwsError(error);
    }
  }

  /** Runs what `parse` gave. */
  async run(operation: DynaliteOperation, parsed: Props): Promise<Props> {
    const { act } = this.#operation(operation);
    return this.#call<Props>((done) => act(this.store, parsed, done)).then((output) => output ?? {});
  }

  parseAndRun(operation: DynaliteOperation, input: Props): Promise<Props> {
    return this.run(operation, this.parse(operation, input));
  }

  /** Throws `ResourceNotFoundException`. */
  async table(name: string): Promise<TableSchema> {
    const table = await this.#call<TableSchema>((done) => this.store.getTable(name, done));
    if (!table) throw new AwsError("ResourceNotFoundException", "Requested resource not found");
    return table;
  }

  /** The stored item that has this key, or the same key as this item. */
  async item(tableName: string, keyOrItem: Item): Promise<Item | undefined> {
    const key = this.db.createKey(keyOrItem, await this.table(tableName));
    return this.read(this.store.getItemDb(tableName), key) as Promise<Item | undefined>;
  }

  /** Records of our own beside dynalite's. `~` is in no table name, so they never meet. */
  records(name: string): SubDb {
    return this.store.getTagDb(`~${name}`);
  }

  async read(records: SubDb, key: string): Promise<Props | undefined> {
    try {
      return await calledBack((done) => records.get(key, done));
    } catch (error) {
      if (error instanceof Error && error.name === "NotFoundError") return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await calledBack<void>((done) => this.store.db.close(done));
  }

  #operation(name: DynaliteOperation) {
    const operation = this.dynalite.operations.get(name);
    if (!operation) throw new Error(`dynalite has no operation ${name}`);
    return operation;
  }

  async #call<T>(run: (done: Callback<T>) => void): Promise<T | undefined> {
    try {
      return await calledBack(run);
    } catch (error) {
      throw toAwsError(error);
    }
  }
}
