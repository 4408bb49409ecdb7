import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { createDynamoDb, type DynamoDb, type DynamoDbOptions } from "../../local/aws/dynamodb/dynamodb";
import type { Props } from "../../local/aws/service";
import { openServiceCloud, type ServiceCloud } from "./service-cloud";

const type = "aws:dynamodb/table:Table";

/** A table with the keys `pk` and `sk` and an index by `owner`. */
export const tableInputs: Props = {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: ["pk", "sk", "owner"].map((name) => ({ name, type: "S" })),
  globalSecondaryIndexes: [{ name: "by-owner", hashKey: "owner", rangeKey: "sk", projectionType: "ALL" }],
  ttl: { attributeName: "expires", enabled: true },
};

/** DynamoDB with one table, and clients of the account's owner. */
export class TableFixture {
  table: Props = {};
  dynamoDb!: DynamoDb;
  raw!: DynamoDBClient;
  db!: DynamoDBDocumentClient;
  cloud!: ServiceCloud;

  private constructor(private readonly inputs: Props) {}

  static async open(inputs = tableInputs, options?: DynamoDbOptions): Promise<TableFixture> {
    const fixture = new TableFixture(inputs);
    fixture.cloud = await openServiceCloud(async (context) => {
      const dynamoDb = await createDynamoDb(context, options);
      fixture.dynamoDb ??= dynamoDb;
      return dynamoDb;
    });
    ({ outputs: fixture.table } = await fixture.cloud.make(type, "chat", inputs));
    fixture.#connect();
    return fixture;
  }

  /** As when the program is run again on the same data. */
  async restart(): Promise<void> {
    this.raw.destroy();
    await this.cloud.restart();
    const previous = { id: this.table.name, outputs: this.table };
    ({ outputs: this.table } = await this.cloud.make(type, "chat", this.inputs, previous));
    this.#connect();
  }

  put(pk: string, rest: Props = {}) {
    return this.db.send(new PutCommand({ TableName: this.table.name, Item: { pk, sk: "0", ...rest } }));
  }

  async get(pk: string): Promise<Props | undefined> {
    const command = new GetCommand({ TableName: this.table.name, Key: { pk, sk: "0" } });
    return (await this.db.send(command)).Item;
  }

  async end(): Promise<void> {
    this.raw.destroy();
    await this.cloud.end();
  }

  #connect(): void {
    this.raw = new DynamoDBClient(this.cloud.client());
    this.db = DynamoDBDocumentClient.from(this.raw);
  }
}
