import type { Props, ResourceProvider } from "../service";
import { validationError } from "./dynalite-error";
import type { Item } from "./dynalite";
import type { Operations } from "./operations/operation";

/** `aws:dynamodb/tableItem:TableItem`. Written when the program changes it, so that what changed it since stays. */
export function tableItemProvider(operations: Operations): ResourceProvider {
  return {
    async create({ inputs, previous }) {
      const item: Item = JSON.parse(inputs.item);
      const key = keyOf(inputs, item);
      const isUnchanged =
        previous?.outputs.item === inputs.item && previous?.outputs.tableName === inputs.tableName;
      const stored = isUnchanged && (await operations.GetItem?.({ TableName: inputs.tableName, Key: key }));
      if (!stored || !stored.Item) await operations.PutItem?.({ TableName: inputs.tableName, Item: item });
      const values = Object.values(key).map((value) => Object.values(value)[0]);
      return { id: [inputs.tableName, ...values].join("|"), outputs: {} };
    },

    async delete(_id, outputs) {
      const key = keyOf(outputs, JSON.parse(outputs.item));
      await operations.DeleteItem?.({ TableName: outputs.tableName, Key: key });
    },
  };
}

function keyOf({ hashKey, rangeKey, tableName }: Props, item: Item): Item {
  const names: string[] = rangeKey ? [hashKey, rangeKey] : [hashKey];
  return Object.fromEntries(
    names.map((name) => {
      const value = item[name];
      if (!value) throw validationError(`An item for table ${tableName} has no key attribute ${name}`);
      return [name, value];
    }),
  );
}
