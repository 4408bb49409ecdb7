import { describe, expect, it, vi } from "vitest";
import { ApiError } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import type { Upload } from "../../ui/api/upload";
import { createAttachments } from "../../ui/models/attachments-model";
import { createSentPictures } from "../../ui/models/sent-pictures";
import { createThreadModel } from "../../ui/models/thread-model";
import type { ThreadPorts } from "../../ui/models/thread-ports";
import { plainBoot } from "../../ui/plain-boot";
import { at, fakePorts, fakeStorage, message, started, streamOf } from "./ui-fakes";

const file = (name: string, content = "words", type = "text/plain") => new File([content], name, { type });

/** Uploads that end when they are told to. */
function heldUploads() {
  const held = new Map<string, { finish: () => void; fail: (error: Error) => void }>();
  const upload: Upload = (form, content, { signal: leaving, onProgress }) =>
    new Promise((resolve, reject) => {
      onProgress?.(0.5);
      leaving.addEventListener("abort", () => reject(leaving.reason as Error));
      held.set((content as File).name, { finish: resolve, fail: reject });
    });
  const whenBegun = (name: string) =>
    vi.waitFor(() => held.get(name) ?? expect.fail(`${name} has not begun`));
  return { upload, whenBegun };
}

/** A thread, its attachments, and what was asked of the API. */
function setUp(given: Partial<ParleyApi> = {}, storage = fakeStorage(), isTemporary = false) {
  let made = 0;
  const api = {
    makeFile: vi.fn<ParleyApi["makeFile"]>(async () => ({
      id: `f${(made += 1)}`,
      upload: { url: "https://files.example.com", fields: {} },
    })),
    deleteFile: vi.fn<ParleyApi["deleteFile"]>(async () => undefined),
    getFile: vi.fn<ParleyApi["getFile"]>(async (id) => ({
      id,
      name: "a.txt",
      type: "text/plain",
      size: 5,
      createdAt: at,
      url: "https://files.example.com/a",
    })),
    chat: vi.fn<ParleyApi["chat"]>(() =>
      streamOf([started, { type: "done", message: message({ id: "m2" }) }]),
    ),
  };
  const uploads = heldUploads();
  const boot = { ...plainBoot, files: { ...plainBoot.files, maxFileBytes: 10, maxPerTurn: 3 } };
  const heard = {
    notify: vi.fn<ThreadPorts["notify"]>(),
    dismiss: vi.fn<ThreadPorts["dismiss"]>(),
    onEnded: vi.fn<ThreadPorts["onEnded"]>(),
  };
  const pagePorts = fakePorts({ ...api, ...given }, { boot, storage });
  const pictures = createSentPictures(pagePorts);
  const ports: ThreadPorts = {
    ...pagePorts,
    fetchAttachments: async () => ({
      pictures,
      createAttachments: (to, around) => createAttachments(to, around, pictures, uploads.upload),
      View: () => null,
      MessageFiles: () => null,
      ReplySources: () => null,
    }),
    ...heard,
    titleOf: () => undefined,
    onLoaded: vi.fn(),
    onStarted: vi.fn(),
  };
  const thread = createThreadModel(ports, { isTemporary });
  const open = async () => {
    const opened = await thread.attaching.open();
    if (!opened) throw new Error("What attaches files has not come.");
    return opened.files;
  };
  return { api, heard, pictures, thread, open, storage, ...uploads };
}

type Heard = ReturnType<typeof setUp>["heard"];
const notified = ({ notify }: Heard) => notify.mock.calls.map(([{ text }]) => text);

describe("Attached files", () => {
  it("go up at once, and with the message when they are up", async () => {
    const { api, thread, open, whenBegun } = setUp();
    const files = await open();
    files.add([file("a.txt")]);
    thread.draft.write("What is this?");
    const sent = thread.send();
    const upload = await whenBegun("a.txt");
    expect([files.isAwaited.value, files.items.value[0]?.state.value]).toEqual([
      true,
      { kind: "sending", done: 0.5 },
    ]);
    expect(api.chat).not.toHaveBeenCalled();
    upload.finish();
    await sent;
    expect(api.makeFile.mock.calls).toEqual([[{ name: "a.txt", type: "text/plain", size: 5 }]]);
    expect(api.chat.mock.calls[0]?.[0]).toMatchObject({ message: "What is this?", files: ["f1"] });
    expect(thread.entries.path.value[0]?.message.value.files).toEqual([
      { id: "f1", name: "a.txt", type: "text/plain", size: 5 },
    ]);
    expect([files.items.value, files.isAwaited.value]).toEqual([[], false]);
  });

  it("that show a picture show the same in their message, without a request", async () => {
    const { api, pictures, thread, open, whenBegun } = setUp();
    const [item] = (await open()).add([file("a.png")]);
    thread.draft.write("What is this?");
    // The model here takes no image.
    if (item) item.preview.value = "blob:a";
    const sent = thread.send();
    (await whenBegun("a.png")).finish();
    await sent;
    const [shown] = thread.entries.path.value[0]?.message.value.files ?? [];
    expect(shown && pictures.of(shown)?.address.value).toBe("blob:a");
    expect(api.getFile).not.toHaveBeenCalled();
  });

  it("that failed hold the message back, which keeps its text, until they are up after all", async () => {
    const { api, heard, thread, open, whenBegun } = setUp();
    const files = await open();
    const [item] = files.add([file("a.txt")]);
    thread.draft.write("Read it");
    const sent = thread.send();
    (await whenBegun("a.txt")).fail(new ApiError(403, "upload_refused", "S3 answered 403."));
    await sent;
    expect(item?.state.value).toEqual({ kind: "failed", reason: "The storage did not take it." });
    expect(notified(heard)).toEqual([
      "Some files were not uploaded. Try them again or remove them; your text stays here.",
    ]);
    expect(thread.draft.text.value).toBe("Read it");
    // What was begun is not left behind.
    expect(api.deleteFile.mock.calls).toEqual([["f1"]]);
    if (item) files.retry(item);
    const again = thread.send();
    await vi.waitFor(() => expect(api.makeFile).toHaveBeenCalledTimes(2));
    await vi.waitFor(() => expect(item?.state.value.kind).toBe("sending"));
    (await whenBegun("a.txt")).finish();
    await again;
    expect(api.chat.mock.calls[0]?.[0]).toMatchObject({ files: ["f2"] });
  });

  it("over the limits are not sent, and it is said which", async () => {
    const { heard, open } = setUp();
    const files = await open();
    files.add([file("big.txt", "12345678901"), ...["a", "b", "c", "d"].map((name) => file(name))]);
    expect(files.items.value.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(notified(heard)).toEqual([
      "“big.txt” has 11 bytes; a file may have 10 bytes.",
      "A message may have 3 files; the others were left out.",
    ]);
  });

  it("that were refused are not told of any more when the message is sent, or another file is taken off", async () => {
    const { heard, thread, open, whenBegun } = setUp();
    const files = await open();
    const dismissed = () => heard.dismiss.mock.calls.map(([notice]) => notice);
    const refused = () => heard.notify.mock.calls.map(([notice]) => notice);
    const [first] = files.add([file("a.txt"), file("large.txt", "more than ten")]);
    if (first) files.remove(first);
    expect([refused().length, dismissed()]).toEqual([1, refused()]);

    files.add([file("b.txt"), file("huge.txt", "more than ten, too")]);
    thread.draft.write("Read it");
    const sent = thread.send();
    (await whenBegun("b.txt")).finish();
    await sent;
    expect([refused().length, dismissed()]).toEqual([2, refused()]);
  });

  it("that would be too many bytes of a person say how many there may be", async () => {
    const makeFile = vi
      .fn<ParleyApi["makeFile"]>()
      .mockRejectedValue(new ApiError(409, "storage_full", "Full."));
    const { open } = setUp({ makeFile });
    const [item] = (await open()).add([file("a.txt")]);
    await vi.waitFor(() =>
      expect(item?.state.value).toEqual({
        kind: "failed",
        reason: "All your files together may have 1 GB. Settings, Files shows what can go.",
      }),
    );
  });

  it.each([
    [61, "What was deleted or broken off just now still counts. Try again in 2 minutes."],
    [60, "What was deleted or broken off just now still counts. Try again in 1 minute."],
  ])("that have room in %i s say how long to wait", async (retryAfterSec, reason) => {
    const refusal = new ApiError(409, "storage_full", "Full.", retryAfterSec);
    const { open } = setUp({ makeFile: () => Promise.reject(refusal) });
    const [item] = (await open()).add([file("a.txt")]);
    await vi.waitFor(() => expect(item?.state.value).toEqual({ kind: "failed", reason }));
  });

  it.each([
    [61, "in 2 minutes"],
    [80_000, "in 23 hours"],
  ])(
    "that would be too many without a message say when to try again, in %i s",
    async (retryAfterSec, when) => {
      const refusal = new ApiError(429, "too_many_waiting", "200 files wait.", retryAfterSec);
      const { open } = setUp({ makeFile: () => Promise.reject(refusal) });
      const [item] = (await open()).add([file("a.txt")]);
      const reason = `Too many uploads are waiting for their message. Settings, Files lets you delete some; or try again ${when}.`;
      await vi.waitFor(() => expect(item?.state.value).toEqual({ kind: "failed", reason }));
    },
  );

  it.each([
    ["audio/mpeg", "“a” is sound or film; the model here cannot read that."],
    ["image/png", "“a” is an image; the model here reads text only."],
    // TypeScript, as browsers call it, and a drawing that is a text.
    ["video/mp2t", undefined],
    ["image/svg+xml", undefined],
  ])("of the type %s are attached only where they can be read", async (type, refusal) => {
    const { api, heard, open } = setUp();
    (await open()).add([file("a", "words", type)]);
    expect([notified(heard)[0], api.makeFile.mock.calls.length]).toEqual([refusal, refusal ? 0 : 1]);
  });

  it("that are taken off end their upload, and are deleted when they are up", async () => {
    const { api, open, whenBegun } = setUp();
    const files = await open();
    const [first, second] = files.add([file("a.txt"), file("b.txt")]);
    await whenBegun("a.txt");
    (await whenBegun("b.txt")).finish();
    await vi.waitFor(() => expect(second?.state.value.kind).toBe("ready"));
    for (const item of [first, second]) if (item) files.remove(item);
    expect(files.items.value).toEqual([]);
    await vi.waitFor(() => expect(api.deleteFile.mock.calls.flat().toSorted()).toEqual(["f1", "f2"]));
  });

  it("stay with the draft over a reload, but for those that are gone", async () => {
    const kept = ["f1", "f2"].map((id) => ({ id, name: id, type: "text/plain", size: 1, isOwn: true }));
    const storage = fakeStorage({ "parley:draft-files:new": JSON.stringify(kept) });
    const getFile = async (id: string) => {
      if (id === "f1") throw new ApiError(404, "not_found", "No such file.");
      return { id, name: id, type: "image/png", size: 1, createdAt: at, url: "https://files.example.com/f2" };
    };
    const { thread, open } = setUp({ getFile }, storage);
    expect(thread.attaching.box.value).toBeUndefined();
    const files = await open();
    await vi.waitFor(() => expect(files.items.value.map(({ key }) => key)).toEqual(["f2"]));
    await vi.waitFor(() => expect(files.items.value[0]?.preview.value).toBe("https://files.example.com/f2"));
    expect(JSON.parse(storage.get("parley:draft-files:new") ?? "")).toEqual(kept.slice(1));
  });

  it("of a chat that is not stored end with it", async () => {
    const { api, thread, open, whenBegun } = setUp({}, fakeStorage(), true);
    const files = await open();
    files.add([file("a.txt")]);
    thread.draft.write("Read it");
    const sent = thread.send();
    (await whenBegun("a.txt")).finish();
    await sent;
    expect(api.chat.mock.calls[0]?.[0]).toMatchObject({ store: false, files: ["f1"] });
    expect(api.deleteFile).not.toHaveBeenCalled();
    thread.close();
    expect(api.deleteFile.mock.calls).toEqual([["f1"]]);
  });

  it("come back into the box with a turn that is refused, and with one that is taken back", async () => {
    const refusal = new ApiError(429, "quota_exceeded", "Used up.");
    const chat = vi.fn<ParleyApi["chat"]>().mockImplementationOnce(() => streamOf([], refusal));
    chat.mockImplementation(() =>
      streamOf([started, { type: "done", message: message({ id: "m2", parentId: "m1" }) }]),
    );
    const { api, heard, thread, open, whenBegun } = setUp({ chat });
    const files = await open();
    files.add([file("a.txt")]);
    thread.draft.write("Read it");
    const refused = thread.send();
    (await whenBegun("a.txt")).finish();
    await refused;
    expect([thread.draft.text.value, files.items.value.length]).toEqual(["Read it", 1]);
    await thread.send();
    await vi.waitFor(() => expect(heard.onEnded).toHaveBeenCalled());
    expect(files.items.value).toEqual([]);

    thread.takeBack();
    await vi.waitFor(() => expect(files.items.value.map(({ key }) => key)).toEqual(["f1"]));
    // It belongs to the message that was taken back.
    const [item] = files.items.value;
    if (item) files.remove(item);
    expect(api.deleteFile).not.toHaveBeenCalled();
  });
});
