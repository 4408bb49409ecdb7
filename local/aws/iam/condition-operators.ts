import { matchesArn, matchesPattern } from "./pattern";

/** One of IAM's condition operators. */
export interface Operator {
  matches(pattern: string, value: string): boolean;
  /** `StringNotEquals` and its like: the outcome is turned round. */
  negated: boolean;
  /** Whether `*` and `?` in the pattern are wildcards. */
  wildcards: boolean;
}

const equals = (pattern: string, value: string) => pattern === value;
const equalsIgnoringCase = (pattern: string, value: string) => pattern.toLowerCase() === value.toLowerCase();

/** By name in lower case. */
export const operators: Readonly<Record<string, Operator>> = {
  ...pair("stringequals", "stringnotequals", equals),
  ...pair("stringequalsignorecase", "stringnotequalsignorecase", equalsIgnoringCase),
  ...pair("stringlike", "stringnotlike", matchesPattern, true),
  ...pair("arnequals", "arnnotequals", matchesArn, true),
  ...pair("arnlike", "arnnotlike", matchesArn, true),
  ...pair("ipaddress", "notipaddress", isInRange),
  ...pair(
    "numericequals",
    "numericnotequals",
    byNumber((value, bound) => value === bound),
  ),
  ...pair(
    "dateequals",
    "datenotequals",
    byDate((value, bound) => value === bound),
  ),
  ...comparisons("numeric", byNumber),
  ...comparisons("date", byDate),
  bool: plain(equalsIgnoringCase),
  binaryequals: plain(equals),
};

type Matcher = Operator["matches"];
type Comparison = (value: number, bound: number) => boolean;

function plain(matches: Matcher): Operator {
  return { matches, negated: false, wildcards: false };
}

function pair(name: string, opposite: string, matches: Matcher, wildcards = false): Record<string, Operator> {
  return {
    [name]: { matches, negated: false, wildcards },
    [opposite]: { matches, negated: true, wildcards },
  };
}

function comparisons(kind: string, by: (comparison: Comparison) => Matcher): Record<string, Operator> {
  return {
    [`${kind}lessthan`]: plain(by((value, bound) => value < bound)),
    [`${kind}lessthanequals`]: plain(by((value, bound) => value <= bound)),
    [`${kind}greaterthan`]: plain(by((value, bound) => value > bound)),
    [`${kind}greaterthanequals`]: plain(by((value, bound) => value >= bound)),
  };
}

/** `NaN` makes every comparison false. */
function byNumber(comparison: Comparison): Matcher {
  return (pattern, value) => comparison(Number(value), Number(pattern));
}

/** Dates are ISO 8601 or seconds since the epoch. */
function byDate(comparison: Comparison): Matcher {
  const read = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
  return (pattern, value) => comparison(read(value), read(pattern));
}

/** IPv4 only: every caller of the embedded cloud comes from 127.0.0.1. */
function isInRange(cidr: string, address: string): boolean {
  const [base = "", bits = "32"] = cidr.split("/");
  if (!/^[\d.]+$/.test(base) || !/^[\d.]+$/.test(address)) return false;
  const asNumber = (text: string) => text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const blockSize = 2 ** (32 - Number(bits));
  return Math.floor(asNumber(base) / blockSize) === Math.floor(asNumber(address) / blockSize);
}
