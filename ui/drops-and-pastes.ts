import type { AppModel } from "./models/app-model";
import type { AttachmentBox, Attaching } from "./models/attaching";
// oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
import { messageBoxSelector } from "./components/message-box";

/** Longer texts that are pasted become a file: nobody reads them in the box. */
const maxPastedChars = 10_000;
/** While something is over the page it says so every 550 ms at least; that it has left, browsers tell in different ways. */
const stillOverMs = 700;

/** Attaches what is dropped anywhere on the chat, and what is pasted into it, to the next message. */
export function takeDropsAndPastes(app: AppModel): void {
  const attaching = () => app.chat.thread.peek().attaching;
  takeDrops(attaching, () => app.layout.dialog.peek() === undefined);
  document.addEventListener("paste", (event) => {
    const box = document.querySelector<HTMLTextAreaElement>(messageBoxSelector);
    if (app.layout.dialog.peek() === undefined && isForMessage(event, box)) takePaste(event, app, box);
  });
}

function takeDrops(attaching: () => Attaching, mayDrop: () => boolean): void {
  const brings = ({ dataTransfer }: DragEvent) => mayDrop() && dataTransfer?.types.includes("Files") === true;
  let isOver = false;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  const show = (next: boolean) => {
    clearTimeout(hiding);
    if (next) hiding = setTimeout(() => show(false), stillOverMs);
    if (isOver === next) return;
    isOver = next;
    const tell = (box: AttachmentBox | undefined) => box && (box.files.isOver.value = isOver);
    if (isOver) void attaching().open().then(tell);
    else tell(attaching().box.peek());
  };
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    show(true);
  });
  document.addEventListener("drop", (event) => {
    show(false);
    if (!brings(event) || !event.dataTransfer) return;
    event.preventDefault();
    void attaching().add(filesOf(event.dataTransfer));
  });
}

/** Without folders, which look like files and cannot be read. */
function filesOf({ items }: DataTransfer): File[] {
  return [...items].flatMap((item) => {
    const isFolder = item.webkitGetAsEntry()?.isDirectory === true;
    return isFolder ? [] : (item.getAsFile() ?? []);
  });
}

/** What is pasted into another field is meant for it. */
function isForMessage({ target }: Event, box: Element | null): boolean {
  if (target === box) return true;
  return target instanceof Element && target.closest("input, textarea, [contenteditable]") === null;
}

function takePaste(event: ClipboardEvent, app: AppModel, box: HTMLTextAreaElement | null): void {
  const { clipboardData } = event;
  const text = clipboardData?.getData("text/plain") ?? "";
  const files = [...(clipboardData?.files ?? [])];
  const { attaching } = app.chat.thread.peek();
  // What is copied from a sheet or a document comes as a picture too.
  if (text === "" && files.length > 0) {
    event.preventDefault();
    void attaching.add(files);
  } else if (text.length > maxPastedChars && event.target === box) {
    event.preventDefault();
    void attachText(app, text, box);
  }
}

/** Says what became of a long text, and lets one have it as it was. */
async function attachText(app: AppModel, text: string, box: HTMLTextAreaElement | null): Promise<void> {
  const { attaching, draft } = app.chat.thread.peek();
  const { selectionStart = 0, selectionEnd = 0 } = box ?? {};
  const asText = () => {
    const before = draft.text.peek();
    draft.write(before.slice(0, selectionStart) + text + before.slice(selectionEnd));
  };
  const opened = await attaching.open();
  if (!opened) return asText();
  const says = app.dialogWords.attaching;
  const file = new File([text], `${says.pastedName}.txt`, { type: "text/plain" });
  const [item] = opened.files.add([file]);
  if (!item) return asText();
  const undo = () => {
    opened.files.remove(item);
    asText();
  };
  app.notices.show({ text: says.pasted, tone: "plain", action: { label: says.asText, run: undo } });
}
