import { importPart } from "../import-part";
import type * as Archive from "./export-archive";

/** Everything that exports and imports: fetched when somebody first does. */
export { exportAll, exportOne, readMarkdown } from "./export-run";
export { ImportProblem, maxImportBytes, readExport } from "./import-format";
export { importAll } from "./import-run";

/** What packs an archive is a part of its own. */
export const exportEverything: typeof Archive.exportEverything = async (...given) => {
  const archive = await importPart(() => import("./export-archive"));
  return archive.exportEverything(...given);
};
