import type { ChatSettings } from "../contract/chat-settings";
import type { SqlRow } from "./sql";

/**
 * Settings as they lie in a row. What the model is told has a column of its own: as it is it takes less of the 64 KB that
 * a row may have than as JSON within JSON.
 */
export function toSettingsColumns(settings: ChatSettings | null | undefined) {
  if (!settings) return { system: null, settings: null };
  const { system = null, ...rest } = settings;
  return { system, settings: JSON.stringify(rest) };
}

/** Undefined when there are none. */
export function toSettings({ system, settings }: SqlRow): ChatSettings | undefined {
  if (typeof settings !== "string") return undefined;
  return { ...(typeof system === "string" && { system }), ...(JSON.parse(settings) as ChatSettings) };
}
