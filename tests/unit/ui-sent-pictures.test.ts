import { expect, it, vi } from "vitest";
import type { ParleyApi } from "../../ui/api/client";
import { type Attachment, attachmentOf, forgetPicture } from "../../ui/models/attachment";
import { sentPictures } from "../../ui/models/sent-pictures";
import { at } from "./ui-fakes";

const image = (id: string, size = 3) => ({ id, name: "a.png", type: "image/png", size });
const apiOf = () => ({
  getFile: vi.fn<ParleyApi["getFile"]>(async (id) => ({
    ...image(id),
    createdAt: at,
    url: `https://files.example.com/${id}`,
  })),
});

function uploaded(id: string): Attachment {
  const item = attachmentOf(new File(["png"], "a.png", { type: "image/png" }), id, true);
  item.state.value = { kind: "ready", file: image(id) };
  return item;
}

it("A sent image shows the picture that was there before it was sent, without a request", () => {
  const api = apiOf();
  const item = uploaded("f1");
  // A chat adds its settings to what it asks.
  sentPictures({ ...api }).keep(item);
  expect(sentPictures(api).of(image("f1")).value).toMatch(/^blob:/);
  expect(api.getFile).not.toHaveBeenCalled();
  forgetPicture(item);
});

it("After twenty others the picture of a sent image is given back, and fetched when it is shown again", async () => {
  const api = apiOf();
  const items = Array.from({ length: 21 }, (_, at) => uploaded(`f${at}`));
  items.forEach((item) => sentPictures(api).keep(item));
  expect(items.map(({ preview }) => preview.value === undefined).indexOf(false)).toBe(1);
  const picture = sentPictures(api).of(image("f0"));
  await vi.waitFor(() => expect(picture.value).toBe("https://files.example.com/f0"));
  items.forEach(forgetPicture);
});

it("The picture of an image of before is asked for once, and again when its link was of no use", async () => {
  const api = apiOf();
  const pictures = sentPictures(api);
  const first = pictures.of(image("f1"));
  expect(pictures.of(image("f1"))).toBe(first);
  await vi.waitFor(() => expect(first.value).toBe("https://files.example.com/f1"));
  pictures.drop(image("f1"));
  const again = pictures.of(image("f1"));
  await vi.waitFor(() => expect(again.value).toBe("https://files.example.com/f1"));
  expect(api.getFile).toHaveBeenCalledTimes(2);
});

it("Nothing is asked for what is no picture, or a very large one", () => {
  const api = apiOf();
  const pictures = sentPictures(api);
  pictures.of({ ...image("f1"), type: "image/svg+xml" });
  pictures.of({ ...image("f2"), type: "application/pdf" });
  pictures.of(image("f3", 5_000_001));
  expect(api.getFile).not.toHaveBeenCalled();
});
