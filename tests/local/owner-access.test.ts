import { createHash } from "node:crypto";
import { type AttributeValue, DynamoDBClient, paginateScan, ScanCommand } from "@aws-sdk/client-dynamodb";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { InvokeEndpointCommand, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { describe, expect, inject, it } from "vitest";
import { ApiClient } from "./api-client";

const outputs = inject("outputs");
const owner = { accessKeyId: "parley", secretAccessKey: "parley" };
const client = { endpoint: outputs.awsEndpoint, region: outputs.region, credentials: owner, maxAttempts: 1 };

/** Other tests write into it too: it may have more than the megabyte of one scan. */
async function wholeTable(): Promise<Record<string, AttributeValue>[]> {
  const items: Record<string, AttributeValue>[] = [];
  const scan = paginateScan({ client: new DynamoDBClient(client) }, { TableName: outputs.conversationTable });
  for await (const { Items = [] } of scan) items.push(...Items);
  return items;
}

describe("The owner, with the ordinary AWS SDK", () => {
  it.skipIf(process.env.PARLEY_STORE === "aurora")("finds conversations in the table", async () => {
    const { body } = await new ApiClient(outputs).chat({ message: "/echo look inside" });
    const message = (await wholeTable()).find((item) => JSON.stringify(item).includes(body.message.id));
    expect(JSON.stringify(message)).toContain(body.conversationId);
  });

  it("finds no key in the table, only hashes", async () => {
    const items = await wholeTable();
    const hash = createHash("sha256").update(outputs.apiKey).digest("hex");
    const keys = items.filter((item) => item.sk?.S === "KEY").map((item) => item.pk?.S);
    expect(keys).toContain(`KEY#${hash}`);
    expect(keys.filter((pk) => !/^KEY#[0-9a-f]{64}$/.test(pk ?? ""))).toEqual([]);
    expect(JSON.stringify(items)).not.toContain(outputs.apiKey);
  });

  it("finds the server's bundle and the page's words in the bucket", async () => {
    const { Contents = [] } = await new S3Client(client).send(
      new ListObjectsV2Command({ Bucket: outputs.filesBucket, Prefix: "server/" }),
    );
    const keys = Contents.map(({ Key = "" }) => Key.replace(/[0-9a-f]{64}/, "<sha256>")).toSorted();
    expect(keys).toEqual(["server/<sha256>.json", "server/<sha256>.tgz"]);
  });

  it("asks the model itself", async () => {
    const answer = await new SageMakerRuntimeClient(client).send(
      new InvokeEndpointCommand({
        EndpointName: outputs.modelEndpoint,
        ContentType: "application/json",
        Body: JSON.stringify({ messages: [{ role: "user", content: "/echo hello" }] }),
      }),
    );
    const completion = JSON.parse(Buffer.from(answer.Body).toString());
    expect(completion.choices[0].message.content).toContain("hello");
  });

  it("is refused with a wrong secret", async () => {
    const forged = new DynamoDBClient({ ...client, credentials: { ...owner, secretAccessKey: "guess" } });
    await expect(
      forged.send(new ScanCommand({ TableName: outputs.conversationTable })),
    ).rejects.toMatchObject({
      name: "InvalidSignatureException",
    });
  });
});
