import { type DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { mapAtMost } from "../core/map-at-most";
import type { UsageStore } from "../ports";
import { createDynamoClient } from "./dynamo-client";
import { listingIndex, ownerKey, usagePartition, usageSort } from "./dynamo-keys";
import { daysOf, type MonthItem } from "./dynamo-usage-items";

export interface DynamoUsageStoreOptions {
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
}

/** How many months are read at once. */
const atOnce = 4;

/** Usage in the table. Needs `dynamodb:Query`, for everybody's on the index. */
export function createDynamoUsageStore({
  tableName: TableName,
  client = createDynamoClient(),
}: DynamoUsageStoreOptions): UsageStore {
  async function query(input: Omit<QueryCommandInput, "TableName">): Promise<MonthItem[]> {
    const items: MonthItem[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, { TableName, ...input }))
      items.push(...(Items as MonthItem[]));
    return items;
  }
  return {
    async usageOf(owner, from, to) {
      const items = await query({
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: {
          ":pk": ownerKey(owner),
          ":from": usageSort(from.slice(0, 7)),
          ":to": usageSort(to.slice(0, 7)),
        },
        ConsistentRead: true,
      });
      return daysBetween(items, from, to);
    },
    async everyonesUsage(from, to) {
      const months = await mapAtMost(atOnce, monthsBetween(from, to), (month) =>
        query({
          IndexName: listingIndex,
          KeyConditionExpression: "g1pk = :month",
          ExpressionAttributeValues: { ":month": usagePartition(month) },
        }),
      );
      const owners = Map.groupBy(months.flat(), ({ owner }) => String(owner));
      const used = [...owners].map(([owner, items]) => ({ owner, days: daysBetween(items, from, to) }));
      return used.filter(({ days }) => days.length > 0);
    },
  };
}

function daysBetween(items: MonthItem[], from: string, to: string) {
  return items.flatMap(daysOf).filter(({ date }) => date >= from && date <= to);
}

/** `2026-11`, `2026-12`, `2027-01` */
function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  const [year = 0, month = 1] = from.split("-").map(Number);
  for (let next = 0; ; next++) {
    const name = new Date(Date.UTC(year, month - 1 + next)).toISOString().slice(0, 7);
    if (name > to) return months;
    months.push(name);
  }
}
