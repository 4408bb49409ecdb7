import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { type Readable, Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { AwsChunkedDecoder } from "./aws-chunked";
import { type Checksum, type ChecksumAlgorithm, createChecksum, isChecksumAlgorithm } from "./checksum";
import { s3Error } from "./s3-error";
import type { S3Store } from "./s3-store";

/** What was read, after every checksum that came with it was found to be right. */
export interface ReceivedBody {
  sizeBytes: number;
  /** Hex MD5. */
  etag: string;
  /** Those the sender named, by algorithm, base64. */
  checksums: Record<string, string>;
}

export type BodyHeaders = Record<string, string | string[] | undefined>;

/** Reads a body into a new file of the store. Leaves nothing behind when it fails. */
export async function receiveBlob(
  store: S3Store,
  source: Readable,
  headers: BodyHeaders,
  maxBytes?: number,
): Promise<ReceivedBody & { blob: string }> {
  const blob = store.newBlob();
  try {
    return { blob, ...(await receive(source, headers, createWriteStream(store.blobPath(blob)), maxBytes)) };
  } catch (error) {
    store.removeBlob(blob);
    throw error;
  }
}

const maxDocumentBytes = 2_000_000;

/** Reads an XML document that a client sends. */
export async function receiveText(source: Readable, headers: BodyHeaders): Promise<string> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await receive(source, headers, sink, maxDocumentBytes);
  return Buffer.concat(chunks).toString("utf8");
}

async function receive(
  source: Readable,
  headers: BodyHeaders,
  sink: Writable,
  maxBytes?: number,
): Promise<ReceivedBody> {
  const digests = new BodyDigests(headers, maxBytes);
  const chunked = isChunked(headers) ? new AwsChunkedDecoder() : undefined;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        digests.update(chunk);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  await (chunked ? pipeline(source, chunked, measure, sink) : pipeline(source, measure, sink));
  return digests.verify({ ...headers, ...chunked?.trailers });
}

function isChunked(headers: BodyHeaders): boolean {
  const hash = String(headers["x-amz-content-sha256"] ?? "");
  return hash.startsWith("STREAMING-") || String(headers["content-encoding"] ?? "").includes("aws-chunked");
}

const checksumHeader = /^x-amz-checksum-(\w+)$/;
/** Members of S3's API that share the prefix and are no checksums. */
const notChecksums = new Set(["mode", "type", "algorithm"]);

/** Computes everything the sender claims about a body, then compares. */
class BodyDigests {
  readonly #md5 = createHash("md5");
  readonly #sha256 = createHash("sha256");
  readonly #checksums = new Map<ChecksumAlgorithm, Checksum>();
  readonly #maxBytes: number | undefined;
  #sizeBytes = 0;

  constructor(headers: BodyHeaders, maxBytes?: number) {
    this.#maxBytes = maxBytes;
    const announced = String(headers["x-amz-trailer"] ?? "").split(",");
    for (const name of [...Object.keys(headers), ...announced.map((one) => one.trim().toLowerCase())]) {
      const algorithm = checksumHeader.exec(name)?.[1];
      if (algorithm === undefined || notChecksums.has(algorithm)) continue;
      if (!isChecksumAlgorithm(algorithm)) {
        throw s3Error("NotImplemented", `The checksum algorithm ${algorithm} is not supported.`);
      }
      this.#checksums.set(algorithm, createChecksum(algorithm));
    }
  }

  update(chunk: Buffer): void {
    this.#sizeBytes += chunk.length;
    if (this.#maxBytes !== undefined && this.#sizeBytes > this.#maxBytes) {
      throw s3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
        ProposedSize: this.#sizeBytes,
        MaxSizeAllowed: this.#maxBytes,
      });
    }
    this.#md5.update(chunk);
    this.#sha256.update(chunk);
    for (const checksum of this.#checksums.values()) checksum.update(chunk);
  }

  /** @param claimed Headers and trailers. */
  verify(claimed: BodyHeaders): ReceivedBody {
    const length = claimed["x-amz-decoded-content-length"];
    if (length !== undefined && Number(length) !== this.#sizeBytes) {
      throw s3Error(
        "IncompleteBody",
        "The request body is not as long as x-amz-decoded-content-length says.",
      );
    }
    const checksums: Record<string, string> = {};
    for (const [algorithm, checksum] of this.#checksums) {
      const computed = checksum.digest();
      if (claimed[`x-amz-checksum-${algorithm}`] !== computed) {
        throw s3Error(
          "BadDigest",
          `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
        );
      }
      checksums[algorithm] = computed;
    }
    this.#verifySha256(claimed["x-amz-content-sha256"]);
    const md5 = this.#md5.digest();
    const claimedMd5 = claimed["content-md5"];
    if (claimedMd5 !== undefined && claimedMd5 !== md5.toString("base64")) {
      throw s3Error("BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
    return { sizeBytes: this.#sizeBytes, etag: md5.toString("hex"), checksums };
  }

  /** Other values say that the body is not signed, or is framed. */
  #verifySha256(claimed: string | string[] | undefined): void {
    if (typeof claimed !== "string" || !/^[0-9a-f]{64}$/.test(claimed)) return;
    if (claimed === this.#sha256.digest("hex")) return;
    throw s3Error(
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
}
