import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Texts and yes or no: all that the program itself writes into the table. */
type Attributes = Record<string, string | boolean | undefined>;

/** Writes items of the table, as `runtime/adapters` reads them. */
export class TableItems {
  constructor(
    private readonly parent: pulumi.Resource,
    private readonly name: string,
    private readonly tableName: pulumi.Input<string>,
  ) {}

  create(suffix: string, attributes: pulumi.Input<Record<string, pulumi.Input<Attributes[string]>>>): void {
    new aws.dynamodb.TableItem(
      `${this.name}-${suffix}`,
      {
        tableName: this.tableName,
        hashKey: "pk",
        rangeKey: "sk",
        item: pulumi.output(attributes).apply((plain) => itemJson(plain as Attributes)),
      },
      { parent: this.parent },
    );
  }
}

function itemJson(attributes: Attributes): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return JSON.stringify(
    Object.fromEntries(
      given.map(([name, value]) => [name, typeof value === "boolean" ? { BOOL: value } : { S: value }]),
    ),
  );
}
