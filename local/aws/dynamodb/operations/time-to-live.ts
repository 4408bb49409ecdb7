import { validationError } from "../dynalite-error";
import type { Engine } from "../engine";
import type { TableSettings } from "../table-settings";
import type { Operations } from "./operation";

/** The settings only: `sweepExpiredItems` deletes. */
export function timeToLiveOperations(engine: Engine, settings: TableSettings): Operations {
  return {
    async UpdateTimeToLive({ TableName, TimeToLiveSpecification }) {
      await engine.table(TableName);
      const { AttributeName, Enabled } = TimeToLiveSpecification ?? {};
      if (!AttributeName) throw validationError("TimeToLiveSpecification needs an AttributeName");
      const timeToLiveAttribute = Enabled ? AttributeName : undefined;
      await engine.writes.alone(() => settings.change(TableName, { timeToLiveAttribute }));
      return { TimeToLiveSpecification };
    },

    async DescribeTimeToLive({ TableName }) {
      await engine.table(TableName);
      const { timeToLiveAttribute } = await settings.get(TableName);
      return {
        TimeToLiveDescription: timeToLiveAttribute
          ? { TimeToLiveStatus: "ENABLED", AttributeName: timeToLiveAttribute }
          : { TimeToLiveStatus: "DISABLED" },
      };
    },
  };
}
