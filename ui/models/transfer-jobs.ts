/** Everything that exports and imports: fetched when somebody first does. */
export { exportAll, exportOne, readMarkdown } from "./export-run";
export { ImportProblem, maxImportBytes, readExport } from "./import-format";
export { importAll } from "./import-run";
