/** A condition with the names and values it speaks of. */
export interface Condition {
  expression: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

export interface UpdateMembers {
  UpdateExpression: string;
  ConditionExpression: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

/**
 * The members of an UpdateItem that sets and removes attributes. Each name gets an alias, since `text`, `status` and
 * many others are reserved. A value of `undefined` is removed.
 */
export function updateOf(set: Record<string, unknown>, condition: Condition): UpdateMembers {
  const entries = Object.entries(set);
  const kept = entries.filter(([, value]) => value !== undefined);
  const removed = entries.filter(([, value]) => value === undefined);
  const expression = [
    kept.length > 0 ? `SET ${kept.map(([name]) => `#${name} = :${name}`).join(", ")}` : "",
    removed.length > 0 ? `REMOVE ${removed.map(([name]) => `#${name}`).join(", ")}` : "",
  ];
  return {
    UpdateExpression: expression.filter(Boolean).join(" "),
    ConditionExpression: condition.expression,
    ExpressionAttributeNames: filled({
      ...Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
      ...condition.names,
    }),
    ExpressionAttributeValues: filled({
      ...Object.fromEntries(kept.map(([name, value]) => [`:${name}`, value])),
      ...condition.values,
    }),
  };
}

/** The same, with numbers added to attributes; one that is not there counts as 0. */
export function alsoAdding(update: UpdateMembers, numbers: Record<string, number>): UpdateMembers {
  const entries = Object.entries(numbers);
  const added = entries.map(([name]) => `#${name} :${name}`).join(", ");
  return {
    ...update,
    UpdateExpression: `${update.UpdateExpression} ADD ${added}`.trim(),
    ExpressionAttributeNames: {
      ...update.ExpressionAttributeNames,
      ...Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ...update.ExpressionAttributeValues,
      ...Object.fromEntries(entries.map(([name, number]) => [`:${name}`, number])),
    },
  };
}

/** DynamoDB refuses an empty map. */
function filled<T>(record: Record<string, T>): Record<string, T> | undefined {
  return Object.keys(record).length > 0 ? record : undefined;
}
