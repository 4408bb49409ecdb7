import { describe, expect, it, vi } from "vitest";
import { ApiError, ConnectionLost } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { type Attachment, attachmentOf, forgetPicture } from "../../ui/models/attachment";
import { createSentPictures } from "../../ui/models/sent-pictures";
import { at } from "./ui-fakes";

const minuteMs = 60_000;
const image = (id: string, size = 3) => ({ id, name: "a.png", type: "image/png", size });

/** The pictures, what asks for their links, and a clock; the n-th link ends with n. */
function setUp() {
  let now = Date.parse(at);
  let links = 0;
  const getFile = vi.fn<ParleyApi["getFile"]>(async (id) => ({
    ...image(id),
    createdAt: at,
    url: `https://files.example.com/${id}?${(links += 1)}`,
  }));
  const pictures = createSentPictures({ api: { getFile }, now: () => now });
  const pictureOf = (id: string) => {
    const picture = pictures.of(image(id));
    if (!picture) throw new Error(`${id} has no picture.`);
    return picture;
  };
  const shows = (id: string, address: string | undefined) =>
    vi.waitFor(() => expect(pictureOf(id).address.value).toBe(address));
  return { getFile, pictures, pictureOf, shows, pass: (ms: number) => void (now += ms) };
}

function uploaded(id: string): Attachment {
  const item = attachmentOf(new File(["png"], "a.png", { type: "image/png" }), id, true);
  item.state.value = { kind: "ready", file: image(id) };
  return item;
}

describe("The picture of a sent image", () => {
  it("is the one that was there before it was sent, without a request", () => {
    const { getFile, pictures, pictureOf } = setUp();
    const item = uploaded("f1");
    pictures.keep(item);
    pictureOf("f1").look();
    expect(pictureOf("f1").address.value).toMatch(/^blob:/);
    expect(getFile).not.toHaveBeenCalled();
    forgetPicture(item);
  });

  it("is given back after twenty others, and asked for when it is shown again", async () => {
    const { pictures, pictureOf, shows } = setUp();
    const items = Array.from({ length: 21 }, (_, index) => uploaded(`f${index}`));
    items.forEach((item) => pictures.keep(item));
    expect(items.map(({ preview }) => preview.value === undefined).indexOf(false)).toBe(1);
    pictureOf("f0").look();
    await shows("f0", "https://files.example.com/f0?1");
    items.forEach(forgetPicture);
  });

  it("is asked for anew when all that was there before it was sent was a link", async () => {
    const { pictures, pictureOf, shows } = setUp();
    const item = attachmentOf(image("f1"), "f1", true);
    item.preview.value = "https://files.example.com/f1?0";
    pictures.keep(item);
    expect(pictureOf("f1").address.value).toBeUndefined();
    pictureOf("f1").look();
    await shows("f1", "https://files.example.com/f1?1");
  });

  it("is asked for when one comes near it, and once wherever it is shown", async () => {
    const { getFile, pictureOf, shows } = setUp();
    const [one, other] = [pictureOf("f1"), pictureOf("f1")];
    expect(getFile).not.toHaveBeenCalled();
    one.look();
    other.look();
    await shows("f1", "https://files.example.com/f1?1");
    other.look();
    expect(getFile).toHaveBeenCalledOnce();
  });

  it("waits for others while three are asked for, and is not asked for when one has passed it", async () => {
    const { getFile, pictureOf } = setUp();
    const answers: (() => void)[] = [];
    getFile.mockImplementation(
      (id) =>
        new Promise((resolve) => {
          answers.push(() => resolve({ ...image(id), createdAt: at, url: "https://files.example.com" }));
        }),
    );
    const asked = () => getFile.mock.calls.map(([id]) => id);
    for (const id of ["f1", "f2", "f3", "f4", "f5"]) pictureOf(id).look();
    expect(asked()).toEqual(["f1", "f2", "f3"]);
    pictureOf("f4").leave();
    answers.shift()?.();
    await vi.waitFor(() => expect(asked()).toEqual(["f1", "f2", "f3", "f5"]));
  });

  it("is asked for once more, for what shows it already, when its link was of no use", async () => {
    const { getFile, pictureOf, shows, pass } = setUp();
    const picture = pictureOf("f1");
    picture.look();
    await shows("f1", "https://files.example.com/f1?1");
    picture.fail();
    await vi.waitFor(() => expect(picture.address.value).toBe("https://files.example.com/f1?2"));
    picture.fail();
    picture.look();
    expect([picture.address.value, getFile.mock.calls.length]).toEqual([undefined, 2]);

    pass(5 * minuteMs);
    picture.look();
    await shows("f1", "https://files.example.com/f1?3");
  });

  it("has another link when its chat is opened again after five minutes", async () => {
    const { pictureOf, shows, pass } = setUp();
    pictureOf("f1").look();
    await shows("f1", "https://files.example.com/f1?1");
    pass(4 * minuteMs);
    expect(pictureOf("f1").address.value).toBe("https://files.example.com/f1?1");
    pass(minuteMs);
    expect(pictureOf("f1").address.value).toBeUndefined();
    pictureOf("f1").look();
    await shows("f1", "https://files.example.com/f1?2");
  });

  it("is asked for again after a failure, but not when the file is gone", async () => {
    const { getFile, pictureOf, shows } = setUp();
    getFile
      .mockRejectedValueOnce(new ConnectionLost())
      .mockRejectedValueOnce(new ApiError(404, "not_found", "There is no such file."));
    for (const id of ["f1", "f2"]) pictureOf(id).look();
    pictureOf("f3").look();
    await shows("f3", "https://files.example.com/f3?1");
    for (const id of ["f1", "f2"]) pictureOf(id).look();
    await shows("f1", "https://files.example.com/f1?2");
    expect(getFile.mock.calls.map(([id]) => id)).toEqual(["f1", "f2", "f3", "f1"]);
    expect(["f1", "f2", "f3"].map((id) => pictureOf(id).isGone.value)).toEqual([false, true, false]);
  });

  it("is not there of what is no picture, or of a large one that was not sent from here", () => {
    const { pictures } = setUp();
    expect(pictures.of({ ...image("f1"), type: "image/svg+xml" })).toBeUndefined();
    expect(pictures.of({ ...image("f2"), type: "application/pdf" })).toBeUndefined();
    expect(pictures.of(image("f3", 2_000_001))).toBeUndefined();
    expect(pictures.of(image("f4", 2_000_000))).toBeDefined();
  });
});
