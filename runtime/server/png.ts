import { crc32, deflateSync } from "node:zlib";

/** Each from 0 to 255. */
export type Colour = [red: number, green: number, blue: number, opacity: number];

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * A square picture in few colours as PNG: https://www.w3.org/TR/png-3/
 *
 * @param pixels - for each the place of its colour, row by row
 * @param colours - at most 256
 */
export function encodePng(size: number, pixels: Uint8Array, colours: readonly Colour[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits a pixel, which name a colour.
  header.set([8, 3], 8);
  // Before each row stands that it is as it is, not told by the row above it.
  const rows = Array.from({ length: size }, (_, row) => [
    Buffer.of(0),
    pixels.subarray(row * size, (row + 1) * size),
  ]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(colours.flatMap(([red, green, blue]) => [red, green, blue]))),
    chunk("tRNS", Buffer.from(colours.map(([, , , opacity]) => opacity))),
    chunk("IDAT", deflateSync(Buffer.concat(rows.flat()), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
