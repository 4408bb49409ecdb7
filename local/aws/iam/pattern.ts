/** Values of condition keys, by key in lower case. */
export type ConditionContext = ReadonlyMap<string, string | string[]>;

/** `*` is any run of characters, `?` any one; `${*}`, `${?}` and `${$}` are those characters themselves. */
export function matchesPattern(pattern: string, value: string, ignoreCase = false): boolean {
  const name = ignoreCase ? `i${pattern}` : `s${pattern}`;
  let known = compiled.get(name);
  if (!known) {
    if (compiled.size >= maxCompiled) compiled.clear();
    compiled.set(name, (known = compile(pattern, ignoreCase)));
  }
  return known.test(value);
}

/** Policies are the same for every call, and compiling their patterns is most of deciding about one. */
const compiled = new Map<string, RegExp>();
const maxCompiled = 2_000;

function compile(pattern: string, ignoreCase: boolean): RegExp {
  const source = pattern.replace(
    /\$\{([*?$])\}|([*?])|([.+^${}()|[\]\\])/g,
    (_match, literal?: string, wildcard?: string, special?: string) => {
      if (wildcard) return wildcard === "*" ? "[\\s\\S]*" : "[\\s\\S]";
      return `\\${literal ?? special}`;
    },
  );
  return new RegExp(`^${source}$`, ignoreCase ? "i" : "");
}

/** Matches part by part, so that a `*` never reaches over a colon before the sixth part. */
export function matchesArn(pattern: string, arn: string): boolean {
  const wanted = arnParts(pattern);
  const given = arnParts(arn);
  if (!wanted || !given) return pattern === "*";
  return wanted.every((part, index) => matchesPattern(part, given[index] ?? ""));
}

function arnParts(arn: string): string[] | undefined {
  const parts = arn.split(":");
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/**
 * Fills in policy variables: `${aws:PrincipalArn}`, `${key, 'default'}`. Undefined when one has no single value, which
 * makes the pattern match nothing. `escapeWildcards` keeps `*` in a value from acting as a wildcard.
 */
export function fillVariables(
  pattern: string,
  context: ConditionContext,
  escapeWildcards: boolean,
): string | undefined {
  let missing = false;
  const filled = pattern.replace(/\$\{([^*?$}][^}]*)\}/g, (variable, inner: string) => {
    const [key = "", fallback] = inner.split(/\s*,\s*/);
    const value = context.get(key.trim().toLowerCase());
    if (typeof value === "string") return escapeWildcards ? value.replace(/[*?]/g, "${$&}") : value;
    if (fallback !== undefined) return fallback.replace(/^'|'$/g, "");
    missing = true;
    return variable;
  });
  return missing ? undefined : filled;
}
