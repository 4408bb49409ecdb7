import { setImmediate } from "node:timers/promises";
import { AwsError, type Props } from "../../service";
import { validationError } from "../dynalite-error";
import type { Engine } from "../engine";
import type { TableSettings } from "../table-settings";
import type { Operations } from "./operation";

export function tableOperations(engine: Engine, settings: TableSettings): Operations {
  const withProtection = async (description: Props): Promise<Props> => ({
    ...description,
    DeletionProtectionEnabled: Boolean((await settings.get(description.TableName)).deletionProtection),
  });

  return {
    ListTables: (input) => engine.parseAndRun("ListTables", input),

    async DescribeTable(input) {
      const { Table } = await engine.parseAndRun("DescribeTable", input);
      return { Table: await withProtection(Table) };
    },

    CreateTable(input) {
      const parsed = engine.parse("CreateTable", input);
      return engine.writes.alone(async () => {
        const { TableDescription } = await engine.run("CreateTable", parsed);
        await whenActive(engine, parsed.TableName);
        await settings.change(parsed.TableName, { deletionProtection: input.DeletionProtectionEnabled });
        if (input.Tags?.length > 0) {
          await engine.parseAndRun("TagResource", {
            ResourceArn: TableDescription.TableArn,
            Tags: input.Tags,
          });
        }
        return { TableDescription: await withProtection(TableDescription) };
      });
    },

    UpdateTable: (input) =>
      engine.writes.alone(async () => {
        const { DeletionProtectionEnabled: protection, ...rest } = input;
        // Also finds out whether there is such a table.
        const table = await engine.table(input.TableName);
        if (rest.GlobalSecondaryIndexUpdates) {
          throw validationError("The embedded cloud cannot change the indexes of a table that stands");
        }
        if (protection !== undefined)
          await settings.change(input.TableName, { deletionProtection: protection });
        const isMore = protection === undefined || Object.keys(rest).length > 1;
        if (isMore) await engine.parseAndRun("UpdateTable", rest);
        await whenActive(engine, input.TableName);
        return { TableDescription: await withProtection(table) };
      }),

    DeleteTable(input) {
      const parsed = engine.parse("DeleteTable", input);
      return engine.writes.alone(async () => {
        if ((await settings.get(parsed.TableName)).deletionProtection) {
          throw validationError(
            "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
          );
        }
        const output = await engine.run("DeleteTable", parsed);
        await whenGone(engine, parsed.TableName);
        await settings.forget(parsed.TableName);
        return output;
      });
    },
  };
}

/** dynalite changes a table once more a moment after it answered: that must not meet the next one's atomic write. */
async function whenActive(engine: Engine, name: string): Promise<void> {
  while ((await status(engine, name)) !== "ACTIVE") await setImmediate();
}

async function whenGone(engine: Engine, name: string): Promise<void> {
  while (await status(engine, name)) await setImmediate();
}

/** Also of a table that is being made or deleted, which `engine.table` does not find. */
async function status(engine: Engine, name: string): Promise<string | undefined> {
  try {
    const { Table } = await engine.parseAndRun("DescribeTable", { TableName: name });
    return Table.TableStatus;
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}
