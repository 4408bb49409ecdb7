// oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
export { Attachments as View } from "./components/Attachments";
// oxlint-disable-next-line no-restricted-imports -- as above
export { MessageFiles } from "./components/MessageFiles";
// oxlint-disable-next-line no-restricted-imports -- as above
export { ReplySources } from "./components/ReplySources";
export { createAttachments } from "./models/attachments-model";
