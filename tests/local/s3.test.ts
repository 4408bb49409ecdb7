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
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createS3 } from "../../local/aws/s3/s3";
import type { Credentials } from "../../local/aws/service";
import { openServiceCloud, ownerCredentials, type ServiceCloud } from "./service-cloud";
import { formFields, postForm, presignGet } from "./s3-signing";

let cloud: ServiceCloud;
let s3: S3Client;
let Bucket: string;

const clientOf = (
  credentials: Omit<Credentials, "expiration"> = ownerCredentials,
  endpoint = cloud.endpoint,
) => new S3Client({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });

const textOf = async (Key: string, client = s3) =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

beforeAll(async () => {
  cloud = await openServiceCloud(createS3);
  s3 = clientOf();
  Bucket = (await cloud.make("aws:s3/bucket:Bucket", "Files", { forceDestroy: true })).id;
});

afterAll(async () => {
  s3.destroy();
  await cloud.end();
});

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
    await expect(textOf("wrong")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("are refused with a wrong Content-MD5, leaving no file behind", async () => {
    const blobs = path.join(cloud.dataDir, "s3", "blobs");
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
      expect(await textOf(Key)).toBe(Key);
      const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
      expect(listed.Contents?.map((object) => object.Key)).toEqual([Key]);
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      await expect(textOf(Key)).rejects.toMatchObject({ name: "NoSuchKey" });
    },
  );

  it("are not overwritten when the put asks for that", async () => {
    const put = new PutObjectCommand({ Bucket, Key: "once", Body: "first", IfNoneMatch: "*" });
    await s3.send(put);
    await expect(s3.send(put)).rejects.toMatchObject({ name: "PreconditionFailed" });
    const stale = new PutObjectCommand({ Bucket, Key: "once", Body: "second", IfMatch: '"other"' });
    await expect(s3.send(stale)).rejects.toMatchObject({ name: "PreconditionFailed" });
    expect(await textOf("once")).toBe("first");
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
    const before = clientOf(ownerCredentials, service.endpoint);
    await before.send(new PutObjectCommand({ Bucket: id, Key: "k", Body: "still here" }));
    before.destroy();
    await service.end("keep");
    const again = await openServiceCloud(createS3, service.dataDir);
    const after = clientOf(ownerCredentials, again.endpoint);
    const got = await after.send(new GetObjectCommand({ Bucket: id, Key: "k" }));
    expect(await got.Body?.transformToString()).toBe("still here");
    after.destroy();
    await again.end();
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

describe("permissions", () => {
  it("are those of the caller's role", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "open/1", Body: "open" }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "closed/1", Body: "closed" }));
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/open/*` };
    const reader = clientOf(await cloud.role([statement]));
    expect(await textOf("open/1", reader)).toBe("open");
    await expect(textOf("closed/1", reader)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining(`s3:GetObject on resource: arn:aws:s3:::${Bucket}/closed/1`),
      $metadata: { httpStatusCode: 403 },
    });
    const put = reader.send(new PutObjectCommand({ Bucket, Key: "open/2", Body: "x" }));
    await expect(put).rejects.toMatchObject({ name: "AccessDenied" });
    const { Errors } = await reader.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "open/1" }] } }),
    );
    expect(Errors).toMatchObject([{ Key: "open/1", Code: "AccessDenied" }]);
    reader.destroy();
  });

  it("tell of a missing key only who may list", async () => {
    const get = { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` };
    const list = { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${Bucket}` };
    const blind = clientOf(await cloud.role([get]));
    await expect(textOf("missing", blind)).rejects.toMatchObject({ name: "AccessDenied" });
    const seeing = clientOf(await cloud.role([get, list]));
    await expect(textOf("missing", seeing)).rejects.toMatchObject({ name: "NoSuchKey" });
    blind.destroy();
    seeing.destroy();
  });

  it("are none without a signature", async () => {
    const response = await fetch(`${cloud.endpoint}/${Bucket}/a.txt`);
    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining("<Code>AccessDenied</Code>"),
    ]);
  });
});

describe("links and forms", () => {
  it("let a presigned link say how the browser takes the object", async () => {
    await s3.send(
      new PutObjectCommand({ Bucket, Key: "f ü.pdf", Body: "pdf", ContentType: "application/pdf" }),
    );
    const disposition = `attachment; filename="f.pdf"`;
    const url = presignGet(cloud.endpoint, Bucket, "f ü.pdf", {
      "response-content-disposition": disposition,
    });
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([200, "pdf"]);
    expect(response.headers.get("content-disposition")).toBe(disposition);
    expect((await fetch(url.replace(/Signature=\w{4}/, "Signature=0000"))).status).toBe(403);
  });

  it("take an upload that keeps to its policy", async () => {
    const fields = formFields(Bucket, { key: "u/1/${filename}", "Content-Type": "text/plain" }, [
      ["starts-with", "$key", "u/1/"],
      ["content-length-range", 1, 10],
    ]);
    const response = await postForm(cloud.endpoint, Bucket, fields, "hello", "name.txt");
    expect([response.status, await response.text()]).toEqual([204, ""]);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "u/1/name.txt" }));
    expect([await got.Body?.transformToString(), got.ContentType]).toEqual(["hello", "text/plain"]);
  });

  it.each([
    ["too large", {}, "12345678901", 400, "EntityTooLarge"],
    ["too small", {}, "", 400, "EntityTooSmall"],
    ["under another key", { key: "v/2" }, "x", 403, "AccessDenied"],
    ["with a field the policy does not name", { acl: "public-read" }, "x", 403, "AccessDenied"],
    ["with a forged signature", { "x-amz-signature": "0".repeat(64) }, "x", 403, "SignatureDoesNotMatch"],
    [
      "of a key nobody has",
      { "x-amz-credential": "NOBODY/20260101/us-east-1/s3/aws4_request" },
      "x",
      403,
      "InvalidAccessKeyId",
    ],
  ])("refuse an upload %s", async (_what, changes, content, status, code) => {
    const conditions: unknown[] = [
      ["eq", "$key", "v/1"],
      ["content-length-range", 1, 10],
    ];
    const fields = { ...formFields(Bucket, { key: "v/1" }, conditions), ...changes };
    const response = await postForm(cloud.endpoint, Bucket, fields, content, "n");
    expect([response.status, /<Code>(\w+)</.exec(await response.text())?.[1]]).toEqual([status, code]);
    expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "v/" }))).KeyCount).toBe(0);
  });

  it("refuse an expired policy", async () => {
    const fields = formFields(Bucket, { key: "v/1" }, [], new Date(Date.now() - 1000));
    const response = await postForm(cloud.endpoint, Bucket, fields, "x", "n");
    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining("Policy expired"),
    ]);
  });

  it("answer browsers of the origins that the bucket's rules name", async () => {
    const rule = { allowedOrigins: ["https://*.example"], allowedMethods: ["POST"], allowedHeaders: ["*"] };
    await cloud.make("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "cors", {
      bucket: Bucket,
      corsRules: [rule],
    });
    const preflight = async (origin: string) => {
      const headers = {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-a",
      };
      const response = await fetch(`${cloud.endpoint}/${Bucket}`, { method: "OPTIONS", headers });
      return [response.status, response.headers.get("access-control-allow-origin")];
    };
    expect(await preflight("https://chat.example")).toEqual([200, "https://chat.example"]);
    expect(await preflight("https://chat.evil")).toEqual([403, null]);
  });
});

describe("resources", () => {
  it("give a bucket a name of its own and keep it", async () => {
    expect(Bucket).toMatch(/^files-[0-9a-f]{7}$/);
    const previous = { id: Bucket, outputs: { bucket: Bucket } };
    const again = await cloud.make("aws:s3/bucket:Bucket", "Files", { forceDestroy: true }, previous);
    expect(again.outputs).toMatchObject({
      arn: `arn:aws:s3:::${Bucket}`,
      bucket: Bucket,
      bucketDomainName: `${Bucket}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${Bucket}.s3.us-east-1.amazonaws.com`,
    });
  });

  it("put a file of the program into the bucket", async () => {
    const source = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "bundle" };
    const made = await cloud.make("aws:s3/bucketObjectv2:BucketObjectv2", "bundle", {
      bucket: Bucket,
      key: "server/1.js",
      source,
      contentType: "text/javascript",
    });
    expect(made).toMatchObject({
      id: "server/1.js",
      outputs: {
        etag: "94377c156735b39dfa4ac607234cb87c",
        arn: `arn:aws:s3:::${Bucket}/server/1.js`,
        key: "server/1.js",
      },
    });
    expect(await textOf("server/1.js")).toBe("bundle");
  });

  it("refuse to delete a bucket that holds something, unless told so", async () => {
    const { id, outputs } = await cloud.make("aws:s3/bucket:Bucket", "full", { bucket: "full-bucket" });
    await s3.send(new PutObjectCommand({ Bucket: id, Key: "k", Body: "x" }));
    await expect(cloud.remove("aws:s3/bucket:Bucket", { id, outputs })).rejects.toMatchObject({
      name: "BucketNotEmpty",
    });
    await cloud.remove("aws:s3/bucket:Bucket", { id, outputs: { ...outputs, forceDestroy: true } });
    await expect(s3.send(new HeadBucketCommand({ Bucket: id }))).rejects.toMatchObject({ name: "NotFound" });
  });

  it("name an operation and an input that are not supported", async () => {
    const call = s3.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    await expect(call).rejects.toMatchObject({
      name: "NotImplemented",
      message: expect.stringContaining("PUT bucket versioning"),
    });
    const bucket = cloud.make("aws:s3/bucket:Bucket", "website", { website: { indexDocument: "i" } });
    await expect(bucket).rejects.toThrow("website");
  });
});
