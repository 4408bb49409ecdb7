import { S3Client } from "@aws-sdk/client-s3";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { createS3FileReading } from "../../runtime/adapters/s3-file-reading";
import { OutOfTime } from "../../runtime/core/out-of-time";

it("reading a file ends in time when its bytes begin to come and stop", { timeout: 10_000 }, async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("the beginning");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = new S3Client({
    region: "eu-central-1",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  try {
    const { read, readExtra } = createS3FileReading({ bucketName: "files", client });
    const place = { owner: "ann", id: "a", isKept: true };
    await expect(read(place, 300)).rejects.toThrow(new OutOfTime(300));
    await expect(readExtra(place, "text", 300)).rejects.toThrow(new OutOfTime(300));
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});
