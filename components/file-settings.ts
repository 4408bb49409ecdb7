import { Type } from "@sinclair/typebox";
import type { FileLimits } from "../runtime/contract/file";
import { limits } from "../runtime/contract/limits";
import type { SettingsReader } from "./settings-reader";

const megabyte = 1_048_576;
const gigabyte = 1_073_741_824;

const FilesSchema = Type.Object(
  {
    // More than this is not read into a turn: it has to fit a function's memory several times.
    maxFileMegabytes: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    maxPerTurn: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.turnFiles })),
    maxPerPersonGigabytes: Type.Optional(Type.Number({ minimum: 0.001, maximum: 10_000 })),
  },
  { additionalProperties: false },
);

/** Reads `parley:files` and `parley:modelSees`. */
export function readFileLimits(read: SettingsReader): FileLimits {
  const given = read.objectOf("files", FilesSchema) ?? {};
  const { maxFileMegabytes = 25, maxPerTurn = 10, maxPerPersonGigabytes = 1 } = given;
  return {
    maxFileBytes: maxFileMegabytes * megabyte,
    maxPerTurn,
    maxPersonBytes: Math.floor(maxPerPersonGigabytes * gigabyte),
    seesImages: read.oneOf("modelSees", "false", ["true", "false"] as const) === "true",
  };
}
