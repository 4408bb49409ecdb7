import type { ApiRoute } from "../api-route";
import { examples } from "../examples";
import { PresetContentSchema, PresetIdSchema, PresetListSchema, PresetSchema } from "../preset";

const { preset } = examples;
const tag = "Presets";
const parameters = { id: PresetIdSchema };

/** Settings that a person keeps under a name. */
export const presetRoutes: ApiRoute[] = [
  {
    method: "GET",
    path: "/presets",
    operation: "listPresets",
    tag,
    summary: "The caller's presets, by name",
    answers: {
      200: { description: "All of them.", schema: PresetListSchema, example: { presets: [preset] } },
    },
  },
  {
    method: "PUT",
    path: "/presets/{id}",
    operation: "savePreset",
    tag,
    summary: "Keeps settings under a name, in place of what had this id",
    parameters,
    body: {
      schema: PresetContentSchema,
      examples: { "Short answers": { name: preset.name, settings: preset.settings } },
    },
    answers: { 200: { description: "The preset.", schema: PresetSchema, example: preset } },
    problems: ["not_found", "conflict"],
  },
  {
    method: "DELETE",
    path: "/presets/{id}",
    operation: "deletePreset",
    tag,
    summary: "Deletes a preset",
    parameters,
    answers: { 204: { description: "It is gone." } },
    problems: ["not_found"],
  },
];
