// oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
import { Attachments as View } from "./components/Attachments";
// oxlint-disable-next-line no-restricted-imports -- as above
import { MessageFiles } from "./components/MessageFiles";
// oxlint-disable-next-line no-restricted-imports -- as above
import { ReplySources } from "./components/ReplySources";
import type { AttachmentsPart } from "./models/attaching";
import { createAttachments } from "./models/attachments-model";
import type { PicturePorts } from "./models/sent-picture";
import { createSentPictures } from "./models/sent-pictures";

/** To be made once: what sends files and what shows sent ones have the same pictures. */
export function createAttachmentsPart(ports: PicturePorts): AttachmentsPart {
  const pictures = createSentPictures(ports);
  return {
    View,
    MessageFiles,
    ReplySources,
    pictures,
    createAttachments: (to, around) => createAttachments(to, around, pictures),
  };
}
