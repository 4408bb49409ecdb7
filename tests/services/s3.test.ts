import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";

import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createS3, type S3 } from "../../local/aws/s3/s3";
import { openS3, s3Client, type S3Fixture } from "./s3-client";
import { openServiceCloud } from "./service-cloud";

let fixture: S3Fixture;
let s3: S3Client;
let Bucket: string;

beforeAll(async () => {
  fixture = await openS3();
  ({ s3, Bucket } = fixture);
});

afterAll(() => fixture.end());

describe("objects", () => {
  it("come back with their bytes, type, metadata and entity tag", async () => {
    const put = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "a.txt",
        Body: "grüße",
        ContentType: "text/plain",
        Metadata: { by: "me" },
      }),
    );
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "a.txt" }));
    expect(await got.Body?.transformToString()).toBe("grüße");
    expect(got).toMatchObject({
      ContentType: "text/plain",
      ContentLength: 7,
      ETag: put.ETag,
      Metadata: { by: "me" },
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "a.txt" }));
    expect(head).toMatchObject({ ContentType: "text/plain", ContentLength: 7, ETag: put.ETag });
  });

  it("keep a streamed body free of its aws-chunked framing", async () => {
    const bytes = randomBytes(140_000);
    const body = Readable.from([bytes.subarray(0, 70_001), bytes.subarray(70_001)]);
    await s3.send(new PutObjectCommand({ Bucket, Key: "stream", Body: body, ContentLength: bytes.length }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "stream" }));
    expect(Buffer.from(await got.Body!.transformToByteArray()).equals(bytes)).toBe(true);
    expect(got.ContentEncoding).toBeUndefined();
  });

  it.each([
    ["CRC32", "ChecksumCRC32", "y/Q5Jg=="],
    ["CRC32C", "ChecksumCRC32C", "4waSgw=="],
    ["CRC64NVME", "ChecksumCRC64NVME", "rosUhgp5mIg="],
    ["SHA1", "ChecksumSHA1", "98O8HYCOBHMq32eZZczDTKeuNEE="],
    ["SHA256", "ChecksumSHA256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="],
  ])("are accepted with the right %s and refused with a wrong one", async (_name, member, value) => {
    const right = { Bucket, Key: "sum", Body: "123456789", [member]: value };
    expect(await s3.send(new PutObjectCommand(right))).toMatchObject({ [member]: value });
    const wrong = { ...right, Key: "wrong", Body: "123456780" };
    await expect(s3.send(new PutObjectCommand(wrong))).rejects.toMatchObject({ name: "BadDigest" });
    await expect(fixture.textOf("wrong")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("are refused with a wrong Content-MD5, leaving no file behind", async () => {
    const blobs = path.join(fixture.cloud.dataDir, "s3", "blobs");
    const before = (await readdir(blobs)).length;
    const put = new PutObjectCommand({
      Bucket,
      Key: "md5",
      Body: "x",
      ContentMD5: "1B2M2Y8AsgTpgAmY7PhCfg==",
    });
    await expect(s3.send(put)).rejects.toMatchObject({ name: "BadDigest" });
    await expect.poll(async () => (await readdir(blobs)).length).toBe(before);
  });

  it("give the asked range, and refuse one outside", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "range", Body: "0123456789" }));
    const read = async (Range: string) => {
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: "range", Range }));
      return [got.$metadata.httpStatusCode, got.ContentRange, await got.Body?.transformToString()];
    };
    expect(await read("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await read("bytes=7-")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await read("bytes=-3")).toEqual([206, "bytes 7-9/10", "789"]);
    await expect(read("bytes=10-")).rejects.toMatchObject({ name: "InvalidRange" });
  });

  it.each(["../x", "a//b", "/lead", "日本/語 🙂.txt", "a+b&c=d?e#f%25'()*!~", "x".repeat(1024)])(
    "may be named %s",
    async (Key) => {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
      expect(await fixture.textOf(Key)).toBe(Key);
      const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
      expect(listed.Contents?.map((object) => object.Key)).toEqual([Key]);
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      await expect(fixture.textOf(Key)).rejects.toMatchObject({ name: "NoSuchKey" });
    },
  );

  it("are not overwritten when the put asks for that", async () => {
    const put = new PutObjectCommand({ Bucket, Key: "once", Body: "first", IfNoneMatch: "*" });
    await s3.send(put);
    await expect(s3.send(put)).rejects.toMatchObject({ name: "PreconditionFailed" });
    const stale = new PutObjectCommand({ Bucket, Key: "once", Body: "second", IfMatch: '"other"' });
    await expect(s3.send(stale)).rejects.toMatchObject({ name: "PreconditionFailed" });
    expect(await fixture.textOf("once")).toBe("first");
  });

  it("are not sent again to who has them", async () => {
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: "cached", Body: "x" }));
    const get = s3.send(new GetObjectCommand({ Bucket, Key: "cached", IfNoneMatch: ETag }));
    await expect(get).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  });

  it("can be copied with their headers", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "von/é 1", Body: "copied", ContentType: "text/x" }));
    const source = encodeURIComponent(`${Bucket}/von/é 1`);
    await s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource: source }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "to" }));
    expect([await got.Body?.transformToString(), got.ContentType]).toEqual(["copied", "text/x"]);
  });

  it("can be deleted many at a time", async () => {
    for (const Key of ["del/1", "del/<2>"]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    const Objects = [{ Key: "del/1" }, { Key: "del/<2>" }, { Key: "del/none" }];
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toEqual(Objects);
    expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "del/" }))).KeyCount).toBe(0);
  });

  it("survive a restart", async () => {
    const service = await openServiceCloud(createS3);
    const { id } = await service.make("aws:s3/bucket:Bucket", "kept", {});
    const before = s3Client(service);
    await before.send(new PutObjectCommand({ Bucket: id, Key: "k", Body: "still here" }));
    before.destroy();
    await service.restart();
    const after = s3Client(service);
    const got = await after.send(new GetObjectCommand({ Bucket: id, Key: "k" }));
    expect(await got.Body?.transformToString()).toBe("still here");
    after.destroy();
    await service.end();
  });
});

describe("lifecycle rules", () => {
  it("take away what is as old as they say, below their prefix, from the midnight after", async () => {
    let now = Date.now();
    let service: S3 | undefined;
    const own = await openServiceCloud((context) => (service = createS3(context, { now: () => now })));
    const { id } = await own.make("aws:s3/bucket:Bucket", "swept", {});
    const rule = { status: "Enabled", filter: { prefix: "uploads/" }, expiration: { days: 1 } };
    await own.make("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "swept", {
      bucket: id,
      rules: [rule, { ...rule, status: "Disabled", filter: { prefix: "" } }],
    });
    const client = s3Client(own);
    for (const Key of ["files/1", "uploads/1", "uploads/2"])
      await client.send(new PutObjectCommand({ Bucket: id, Key, Body: "x" }));
    now += 86_000_000;
    expect(service?.sweepExpired()).toBe(0);
    now += 87_000_000;
    expect(service?.sweepExpired()).toBe(2);
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: id }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(["files/1"]);
    client.destroy();
    await own.end();
  });
});

describe("multipart uploads", () => {
  const partBytes = 5 * 2 ** 20;

  it("join their parts in order", async () => {
    const Key = "multi";
    const first = randomBytes(partBytes);
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({
        Bucket,
        Key,
        ContentType: "video/x",
        ChecksumAlgorithm: ChecksumAlgorithm.CRC32,
      }),
    );
    const Parts = [];
    for (const [index, Body] of [first, Buffer.from("end")].entries()) {
      const PartNumber = index + 1;
      const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
    }
    const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(listed.Parts?.map(({ Size }) => Size)).toEqual([partBytes, 3]);
    const done = await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(got.ContentType).toBe("video/x");
    const bytes = Buffer.from(await got.Body!.transformToByteArray());
    expect(bytes.equals(Buffer.concat([first, Buffer.from("end")]))).toBe(true);
  });

  it("refuse a part that was not uploaded, small parts, and ids that never were", async () => {
    const Key = "multi-bad";
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const upload = async (PartNumber: number) =>
      (await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: "small" }))).ETag;
    const Parts = [
      { PartNumber: 1, ETag: await upload(1) },
      { PartNumber: 2, ETag: await upload(2) },
    ];
    const complete = (parts: object[]) =>
      s3.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: parts } }),
      );
    await expect(complete(Parts)).rejects.toMatchObject({ name: "EntityTooSmall" });
    await expect(complete(Parts.toReversed())).rejects.toMatchObject({ name: "EntityTooSmall" });
    await expect(complete([{ PartNumber: 3, ETag: "x" }])).rejects.toMatchObject({ name: "InvalidPart" });
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    await expect(complete(Parts)).rejects.toMatchObject({ name: "NoSuchUpload" });
  });
});

describe("listing", () => {
  it("pages through keys in the order of their bytes", async () => {
    const keys = ["list/a", "list/a/b", "list/b", "list/é", "list/日"];
    for (const Key of keys.toReversed()) await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    const pages: (string | undefined)[][] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: "list/", MaxKeys: 2, ContinuationToken }),
      );
      pages.push((page.Contents ?? []).map(({ Key }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(pages).toEqual([keys.slice(0, 2), keys.slice(2, 4), keys.slice(4)]);
  });

  it("rolls keys up at the delimiter, a prefix counting once over pages", async () => {
    for (const Key of ["roll/1", "roll/x/1", "roll/x/2", "roll/y/1", "roll/z"]) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    }
    const list = (ContinuationToken?: string) =>
      s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: "roll/", Delimiter: "/", MaxKeys: 2, ContinuationToken }),
      );
    const first = await list();
    expect([first.Contents?.map(({ Key }) => Key), first.CommonPrefixes]).toEqual([
      ["roll/1"],
      [{ Prefix: "roll/x/" }],
    ]);
    const second = await list(first.NextContinuationToken);
    expect([second.Contents?.map(({ Key }) => Key), second.CommonPrefixes]).toEqual([
      ["roll/z"],
      [{ Prefix: "roll/y/" }],
    ]);
    expect(second.IsTruncated).toBe(false);
  });

  it("knows the buckets", async () => {
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket);
    await expect(s3.send(new HeadBucketCommand({ Bucket: "none-such" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    const list = s3.send(new ListObjectsV2Command({ Bucket: "none-such" }));
    await expect(list).rejects.toMatchObject({ name: "NoSuchBucket" });
  });
});
