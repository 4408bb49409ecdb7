import { PresetContentSchema, PresetIdSchema, type PresetList } from "../contract/preset";
import { listPresets, savePreset } from "../core/presets";
import type { PresetStore } from "../ports";
import { type Answer, emptyAnswer, requestIdOf } from "./answer";
import { callerOf } from "./caller";
import { readBody } from "./request";
import { json, type Routes } from "./routes";
import { check } from "./validation";

export function presetRoutes(store: PresetStore): Routes<Answer> {
  return {
    "/presets": {
      GET: json(async (event): Promise<PresetList> => ({
        presets: await listPresets(store, callerOf(event).owner),
      })),
    },
    "/presets/{id}": {
      PUT: json((event, [id = ""]) => {
        const { owner } = callerOf(event);
        const preset = { id: check(PresetIdSchema, id, "id"), ...readBody(event, PresetContentSchema) };
        return savePreset(store, owner, preset);
      }),
      DELETE: async (event, [id = ""]) => {
        await store.deletePreset(callerOf(event).owner, id);
        return emptyAnswer(requestIdOf(event));
      },
    },
  };
}
