/** How a distribution treats the paths of a pattern. */
export interface CacheBehavior {
  /** With `*` and `?`. */
  pathPattern: string;
  allowedMethods: string[];
  targetOriginId: string;
}

/** The first behavior whose pattern matches the path; the default one, `*`, is the last. */
export function findBehavior(behaviors: readonly CacheBehavior[], url: string): CacheBehavior | undefined {
  const [path = "/"] = url.split("?");
  return behaviors.find(({ pathPattern }) => toExpression(pathPattern).test(path));
}

function toExpression(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
