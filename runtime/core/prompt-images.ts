import { refusedFile } from "./file-refusals";

/** What an image takes of the window, estimated: models differ, from some 250 to 2,000 tokens. */
export const imageTokens = 1_500;

/** Characters of all images of a prompt, as base64: an endpoint of SageMaker takes requests of 6 MB. */
const mostChars = 5_000_000;

/**
 * @param others - characters of those that go with it
 * @throws Problem `too_large` when they are more than a model's endpoint takes.
 */
export function dataUrl(name: string, type: string, bytes: Uint8Array, others: number): string {
  const most = Math.floor((mostChars * 3) / 4 / 100_000) / 10;
  if (others + (bytes.length * 4) / 3 > mostChars) {
    throw refusedFile(
      name,
      `and the images before it have more than ${most} MB; at most that is allowed`,
      true,
    );
  }
  return `data:${type};base64,${toBase64(bytes)}`;
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += 32_768) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 32_768));
  }
  return btoa(binary);
}
