import { operators, type Operator } from "./condition-operators";
import { type ConditionContext, fillVariables } from "./pattern";
import { many, type OneOrMany, type Statement } from "./policy-document";

type Values = OneOrMany<string | number | boolean>;

/** Whether every condition of a statement holds. Throws on an operator that is not known. */
export function conditionHolds(condition: Statement["Condition"], context: ConditionContext): boolean {
  return Object.entries(condition ?? {}).every(([name, keys]) => {
    const test = readOperator(name);
    return Object.entries(keys).every(([key, patterns]) =>
      test(context.get(key.toLowerCase()), patterns, context),
    );
  });
}

type Test = (value: string | string[] | undefined, patterns: Values, context: ConditionContext) => boolean;

/** `ForAllValues:StringLikeIfExists` is a set operator, an operator and a suffix. */
function readOperator(name: string): Test {
  const [, set, plain = "", ifExists] =
    /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(name.toLowerCase()) ?? [];
  if (plain === "null")
    return (value, patterns) => isMissing(value) === (String(many(patterns)[0]) === "true");
  const operator = operators[plain];
  if (!operator) throw new Error(`IAM condition operator ${name} is not supported`);

  return (value, patterns, context) => {
    const missing = set ? isMissing(value) : value === undefined;
    if (missing) return Boolean(ifExists) || set === "forallvalues" || (operator.negated && !set);
    return decide(operator, set, many(value), filled(patterns, operator, context));
  };
}

function decide(operator: Operator, set: string | undefined, values: string[], patterns: string[]): boolean {
  const holds = (value: string) =>
    patterns.some((pattern) => operator.matches(pattern, value)) !== operator.negated;
  if (set === "forallvalues") return values.every(holds);
  if (set === "foranyvalue") return values.some(holds);
  return operator.negated ? values.every(holds) : values.some(holds);
}

function filled(patterns: Values, operator: Operator, context: ConditionContext): string[] {
  return many(patterns)
    .map((pattern) => fillVariables(String(pattern), context, operator.wildcards))
    .filter((pattern) => pattern !== undefined);
}

const isMissing = (value: string | string[] | undefined) => many(value).length === 0;
