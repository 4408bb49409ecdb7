import type { PagePorts } from "./ports";

/** So much of a file is kept before it is given to the browser, which may put it on disk; characters, or bytes. */
const bufferSize = 4_000_000;
/** How long the browser may take to begin with a download, ms. */
const savingMs = 60_000;

/** A file that is written bit by bit and then saved as a download. */
export const createBrowserFile: PagePorts["createFile"] = (name, type) => {
  let parts: BlobPart[] = [];
  let size = 0;
  return {
    write: (part) => {
      parts.push(part);
      size += part.length;
      if (size < bufferSize) return;
      parts = [new Blob(parts)];
      size = 0;
    },
    save: () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(parts, { type }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), savingMs);
    },
  };
};
