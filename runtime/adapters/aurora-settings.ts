import type { ChatSettings } from "../contract/chat-settings";
import { Problem } from "../contract/problem";
import { asJson, type SqlRow } from "./sql";
import { storableText } from "./storable-text";

/** What of the 64 KB of a row the model is told: as much as the API takes of any script. */
const systemBytes = 60_000;

/**
 * Settings as they lie in a row. What the model is told has a column of its own: as it is it takes less of the 64 KB that
 * a row may have than as JSON within JSON.
 *
 * @throws Problem `bad_request` for thousands of characters that take more than those of any script.
 */
export function toSettingsColumns(settings: ChatSettings | null | undefined) {
  if (!settings) return { system: null, settings: null };
  const { system = null, ...rest } = settings;
  const bytes = Buffer.byteLength(storableText(system ?? ""));
  if (bytes > systemBytes)
    throw new Problem(
      "bad_request",
      `settings.system: takes ${bytes} bytes in the database; at most ${systemBytes} are allowed.`,
    );
  return { system, settings: asJson(rest) };
}

/** Undefined when there are none. */
export function toSettings({ system, settings }: SqlRow): ChatSettings | undefined {
  if (settings === null) return undefined;
  return { ...(typeof system === "string" && { system }), ...(settings as ChatSettings) };
}
