import type { Engine } from "../engine";
import type { TableSettings } from "../table-settings";
import type { Operation, Operations } from "./operation";

/** Point-in-time recovery as a setting. There is nothing to recover from here but the data folder. */
export function continuousBackupOperations(engine: Engine, settings: TableSettings): Operations {
  const describe: Operation = async ({ TableName }) => {
    await engine.table(TableName);
    const { pointInTimeRecovery } = await settings.get(TableName);
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: "ENABLED",
        PointInTimeRecoveryDescription: {
          PointInTimeRecoveryStatus: pointInTimeRecovery ? "ENABLED" : "DISABLED",
        },
      },
    };
  };
  return {
    DescribeContinuousBackups: describe,
    async UpdateContinuousBackups(input) {
      await engine.table(input.TableName);
      const { PointInTimeRecoveryEnabled } = input.PointInTimeRecoverySpecification ?? {};
      const pointInTimeRecovery = Boolean(PointInTimeRecoveryEnabled);
      await engine.writes.alone(() => settings.change(input.TableName, { pointInTimeRecovery }));
      return describe(input);
    },
  };
}
