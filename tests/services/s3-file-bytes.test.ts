import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createS3FileBytes } from "../../runtime/adapters/s3-file-bytes";
import type { FileBytes } from "../../runtime/file-ports";
import { openS3, s3Client, type S3Fixture } from "./s3-client";

let fixture: S3Fixture;
let bytes: FileBytes;

beforeAll(async () => {
  fixture = await openS3();
  bytes = createS3FileBytes({ bucketName: fixture.Bucket, client: fixture.s3 });
});

afterAll(() => fixture.end());

const upload = { owner: "a/../b", id: "01A", isKept: false };
const kept = { ...upload, isKept: true };
const text = (content?: Uint8Array) => content && Buffer.from(content).toString();

async function post(content: string): Promise<void> {
  const { url, fields } = await bytes.presignUpload(upload, { type: "text/csv", size: content.length });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([content]), "../named by the browser");
  expect((await fetch(url, { method: "POST", body: form })).status).toBe(204);
}

async function keys(): Promise<(string | undefined)[]> {
  const { Contents = [] } = await fixture.s3.send(new ListObjectsV2Command({ Bucket: fixture.Bucket }));
  return Contents.map(({ Key }) => Key);
}

describe("Bytes of files in S3", () => {
  it("lie under ids, are read, moved, kept beside with what is made from them, and deleted", async () => {
    expect([await bytes.sizeOf(upload), await bytes.read(upload)]).toEqual([undefined, undefined]);
    await post("1,2\n");
    expect(await keys()).toEqual([expect.stringMatching(/^uploads\/[0-9a-f]{32}\/01A$/)]);
    expect([await bytes.sizeOf(upload), text(await bytes.read(upload))]).toEqual([4, "1,2\n"]);
    await bytes.keep(upload.owner, upload.id);
    await bytes.keep(upload.owner, upload.id);
    await bytes.writeExtra(kept, "text", Buffer.from("one, two"));
    expect(await keys()).toEqual([
      expect.stringMatching(/^files\/[0-9a-f]{32}\/01A\/content$/),
      expect.stringMatching(/^files\/[0-9a-f]{32}\/01A\/text$/),
    ]);
    expect([text(await bytes.read(kept)), text(await bytes.readExtra(kept, "text"))]).toEqual([
      "1,2\n",
      "one, two",
    ]);
    const download = await fetch(await bytes.presignDownload(kept, "粉.csv"));
    expect([download.status, await download.text()]).toEqual([200, "1,2\n"]);
    expect(download.headers.get("content-type")).toBe("text/csv");
    expect(download.headers.get("content-disposition")).toBe(
      "attachment; filename=\"_.csv\"; filename*=UTF-8''%E7%B2%89.csv",
    );
    // The form holds for ten minutes; what is kept stays what it was.
    await post("3,4\n");
    await bytes.keep(upload.owner, upload.id);
    expect([text(await bytes.read(kept)), await bytes.sizeOf(upload)]).toEqual(["1,2\n", undefined]);
    await post("3,4\n");
    await bytes.delete(upload.owner, upload.id);
    await bytes.delete(upload.owner, upload.id);
    expect(await keys()).toEqual([]);
  });

  it("that are missing are told from those that are forbidden", async () => {
    const { cloud, Bucket } = fixture;
    const get = { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` };
    const list = { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${Bucket}` };
    const clients = [
      s3Client(cloud, await cloud.role([get, list])),
      s3Client(cloud, await cloud.role([list])),
    ] as const;
    const [seeing, forbidden] = clients.map((client) =>
      createS3FileBytes({ bucketName: Bucket, client }),
    ) as [FileBytes, FileBytes];
    expect([await seeing.sizeOf(kept), await seeing.read(kept)]).toEqual([undefined, undefined]);
    expect(await seeing.keep(kept.owner, kept.id)).toBe(false);
    const calls = [
      () => forbidden.sizeOf(kept),
      () => forbidden.read(kept),
      () => forbidden.keep(kept.owner, kept.id),
    ];
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    for (const client of clients) client.destroy();
  });

  it("are moved once by two movers at the same time", async () => {
    await post("1,2\n");
    const moved = await Promise.all([1, 2, 3].map(() => bytes.keep(upload.owner, upload.id)));
    expect(moved).toEqual([true, true, true]);
    expect([text(await bytes.read(kept)), await bytes.sizeOf(upload)]).toEqual(["1,2\n", undefined]);
    await bytes.delete(upload.owner, upload.id);
  });
});
