import type { ParleyApi } from "../api/client";
import type { ChatSettingsModel } from "./chat-settings-model";

/** An API whose turns are asked as `settings` say. They wait for what is being saved: the last word counts. */
export function withSettings(
  api: ParleyApi,
  settings: Pick<ChatSettingsModel, "forTurn" | "saved">,
): ParleyApi {
  return {
    ...api,
    async *chat(request, signal) {
      await settings.saved();
      yield* api.chat({ ...settings.forTurn(), ...request }, signal);
    },
  };
}
