import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** A checksum being computed. */
export interface Checksum {
  update(chunk: Uint8Array): void;
  /** Base64 of the big-endian value, as S3 writes it in headers. */
  digest(): string;
}

/** Every algorithm of `x-amz-checksum-<algorithm>` that is supported. */
const checksumAlgorithms = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return (checksumAlgorithms as readonly string[]).includes(name);
}

export function createChecksum(algorithm: ChecksumAlgorithm): Checksum {
  if (algorithm === "crc32") return createCrc32();
  if (algorithm === "crc32c") return createCrc32c();
  if (algorithm === "crc64nvme") return createCrc64();
  const hash = createHash(algorithm);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest("base64") };
}

function createCrc32(): Checksum {
  let value = 0;
  return {
    update: (chunk) => void (value = crc32(chunk, value)),
    digest: () => words(value),
  };
}

/** Castagnoli's polynomial, reflected. */
const crc32cPolynomial = 0x82f63b78;

const crc32cTable = Int32Array.from({ length: 256 }, (_, index) => {
  let entry = index;
  for (let bit = 0; bit < 8; bit++) entry = entry & 1 ? (entry >>> 1) ^ crc32cPolynomial : entry >>> 1;
  return entry;
});

function createCrc32c(): Checksum {
  let value = -1;
  return {
    update(chunk) {
      for (const byte of chunk) value = crc32cTable[(value ^ byte) & 255]! ^ (value >>> 8);
    },
    digest: () => words(~value),
  };
}

/** NVME's polynomial, reflected, in two halves: BigInt arithmetic for each byte would be fifty times slower. */
const crc64Polynomial = { high: 0x9a6c9329, low: 0xac4bc9b5 };

const crc64Table = Array.from({ length: 256 }, (_, index) => {
  let [high, low] = [0, index];
  for (let bit = 0; bit < 8; bit++) {
    const carry = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high >>>= 1;
    if (carry) {
      high ^= crc64Polynomial.high;
      low ^= crc64Polynomial.low;
    }
  }
  return { high, low };
});

/** What the AWS CLI sends when it may choose. */
function createCrc64(): Checksum {
  let [high, low] = [-1, -1];
  return {
    update(chunk) {
      for (const byte of chunk) {
        const entry = crc64Table[(low ^ byte) & 255]!;
        low = ((low >>> 8) | ((high & 255) << 24)) ^ entry.low;
        high = (high >>> 8) ^ entry.high;
      }
    },
    digest: () => words(~high, ~low),
  };
}

function words(...values: number[]): string {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeInt32BE(value | 0, index * 4));
  return bytes.toString("base64");
}
