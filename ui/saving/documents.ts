/** What makes files of Markdown: large, and shares nothing with the page. Fetched when somebody first saves a reply. */
export { csvOf } from "./csv-tables";
export { wordDocument } from "./word-document";
