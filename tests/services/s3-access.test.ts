import { readdir } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";

import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openS3, s3Client, type S3Fixture } from "./s3-client";
import { formFields, postForm, presignGet } from "./s3-signing";
import type { ServiceCloud } from "./service-cloud";

let fixture: S3Fixture;
let cloud: ServiceCloud;
let s3: S3Client;
let Bucket: string;

beforeAll(async () => {
  fixture = await openS3();
  ({ cloud, s3, Bucket } = fixture);
});

afterAll(() => fixture.end());

describe("permissions", () => {
  it("are those of the caller's role", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "open/1", Body: "open" }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "closed/1", Body: "closed" }));
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/open/*` };
    const reader = s3Client(cloud, await cloud.role([statement]));
    expect(await fixture.textOf("open/1", reader)).toBe("open");
    await expect(fixture.textOf("closed/1", reader)).rejects.toMatchObject({
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
    const blind = s3Client(cloud, await cloud.role([get]));
    await expect(fixture.textOf("missing", blind)).rejects.toMatchObject({ name: "AccessDenied" });
    const seeing = s3Client(cloud, await cloud.role([get, list]));
    await expect(fixture.textOf("missing", seeing)).rejects.toMatchObject({ name: "NoSuchKey" });
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
    ["that names another bucket", { bucket: "another" }, "x", 403, "AccessDenied"],
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

  it("leave nothing of an upload whose browser went away", async () => {
    const blobs = path.join(cloud.dataDir, "s3", "blobs");
    const before = (await readdir(blobs)).length;
    const fields = formFields(Bucket, { key: "v/1" }, [["eq", "$key", "v/1"]]);
    const parts = Object.entries(fields).map(
      ([name, value]) => `--B\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const file = `--B\r\ncontent-disposition: form-data; name="file"; filename="n"\r\n\r\nhalf of`;
    const headers = { "content-type": "multipart/form-data; boundary=B", "content-length": 100_000 };
    const upload = request(`${cloud.endpoint}/${Bucket}`, { method: "POST", headers });
    upload.on("error", () => {});
    upload.write(parts.join("") + file);
    await expect.poll(async () => (await readdir(blobs)).length).toBe(before + 1);
    upload.destroy();
    await expect.poll(async () => (await readdir(blobs)).length).toBe(before);
    expect(cloud.warnings.filter((line) => line.startsWith("s3"))).toEqual([]);
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
    expect(await fixture.textOf("server/1.js")).toBe("bundle");
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
