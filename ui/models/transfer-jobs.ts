/** Everything that exports and imports: fetched when somebody first does. */
export { exportAll, exportOne, readMarkdown } from "./export-run";
export { importFile } from "./import-run";
