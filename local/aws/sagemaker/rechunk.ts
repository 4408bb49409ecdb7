/** Numbers from 0 up to but not including 1. */
export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How often a chunk is cut. More would cost the client, which takes every part by itself. */
const cutShare = 0.4;

/**
 * Cuts a chunk at arbitrary bytes, in the middle of a line or of a UTF-8 character, as a real PayloadPart may be.
 * Nothing is held back: joined, the pieces are the chunk.
 */
export function* rechunk(chunk: Uint8Array, random: Random): Generator<Uint8Array> {
  let rest = chunk;
  while (rest.length > 1 && random() < cutShare) {
    const place = cutPlace(rest, random);
    yield rest.subarray(0, place);
    rest = rest.subarray(place);
  }
  yield rest;
}

/** Every second cut aims into a character of several bytes, where there is one: by chance they would hardly be met. */
function cutPlace(bytes: Uint8Array, random: Random): number {
  const anywhere = 1 + Math.floor(random() * (bytes.length - 1));
  if (random() < 0.5) return anywhere;
  const inside = bytes.findIndex((byte, index) => index >= anywhere && (byte & 0xc0) === 0x80);
  return inside < 0 ? anywhere : inside;
}
