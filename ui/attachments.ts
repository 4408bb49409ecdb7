// oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
export { Attachments as View } from "./components/Attachments";
// oxlint-disable-next-line no-restricted-imports -- as above
export { MessageFiles } from "./components/MessageFiles";
export { createAttachments } from "./models/attachments-model";
