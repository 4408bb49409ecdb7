import type { Callback, GetTable, Store, TableSchema } from "./dynalite";

/**
 * Remembers the descriptions of tables until they are changed. dynalite reads them from the disk for every item, a
 * transaction many times over.
 */
export function rememberTables(store: Store): void {
  const known = new Map<string, TableSchema>();
  const { tableDb } = store;
  const { put, del } = tableDb;
  const read = store.getTable.bind(store) as GetTable;
  let changes = 0;
  const forget = (name: string) => {
    changes += 1;
    known.delete(name);
  };
  tableDb.put = (name, table, callback) => {
    forget(name);
    put(name, table, afterwards(name, callback));
  };
  tableDb.del = (name, callback) => {
    forget(name);
    del(name, afterwards(name, callback));
  };
  store.getTable = (name: string, ...rest: [Callback<TableSchema>] | [false, Callback<TableSchema>]) => {
    if (rest.length === 2) return read(name, ...rest);
    const [callback] = rest;
    const table = known.get(name);
    if (table) return callback(null, table);
    const before = changes;
    read(name, (error, found) => {
      if (found && before === changes) known.set(name, found);
      callback(error, found);
    });
  };

  /** What was read while the change was under way may be of before it. */
  function afterwards(name: string, callback: Callback<void>): Callback<void> {
    return (error) => {
      forget(name);
      callback(error);
    };
  }
}
