import * as fc from "fast-check";
import type { Operation } from "./document";
import { mutated, mutations, oddStrings } from "./mutation";
import type { RawRequest } from "./raw-request";
import { type KnownValues, valuesOf } from "./schema-arbitrary";

/** A request, and what is known of it before it is answered. */
export interface Attempt {
  /** Id of the operation. */
  operation: string;
  request: RawRequest;
  /** Whether method and path are those of the operation, so that the answer is the operation's. */
  isAddressed: boolean;
}

export interface World {
  /** That works. */
  authorization: string;
  /** Values that exist, by the name of field or parameter. */
  known: KnownValues;
}

/** Requests of all operations: sound ones, ones with something wrong, and ones that hardly make sense. */
export function attempts(operations: Operation[], world: World): fc.Arbitrary<Attempt> {
  return fc.oneof(...operations.map((operation) => attemptsOf(operation, world)));
}

function attemptsOf(operation: Operation, { authorization, known }: World): fc.Arbitrary<Attempt> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const isOddSegment = (segment: string) => !/^[\w-]{1,64}$/.test(segment);
  return fc
    .record({
      segments: fc.tuple(...names.map((name) => segments(known[`{${name}}`] as string[] | undefined))),
      query: queries(operation, known),
      headers: headers(authorization, known),
      method: rarely(fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"), operation.method),
      body: bodies(operation, known),
    })
    .map(({ body, headers, method, query, segments }) => {
      const path = names.reduce(
        (filled, name, index) => filled.replace(`{${name}}`, () => segments[index] ?? ""),
        operation.path,
      );
      const isAddressed = method === operation.method && !segments.some(isOddSegment);
      return { operation: operation.id, isAddressed, request: { method, path: path + query, headers, body } };
    });
}

const oddSegments = [
  "",
  ".",
  "..",
  "%2e%2e",
  "%2F",
  "%00",
  "%ff",
  "%zz",
  "%",
  "{id}",
  "a".repeat(64),
  "a".repeat(65),
];

function segments(known: readonly string[] = ["unknown"]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: fc.constantFrom("unknown", "__proto__", "constructor", "toString") },
    { weight: 1, arbitrary: fc.constantFrom(...oddSegments) },
    {
      weight: 1,
      arbitrary: oddStrings.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 2_000)),
    },
  );
}

function queries({ parameters }: Operation, known: KnownValues): fc.Arbitrary<string> {
  const fields = parameters.filter((parameter) => parameter.in === "query");
  const sound = fc.record(
    Object.fromEntries(fields.map(({ name, schema }) => [name, valuesOf(schema, known)])),
    { requiredKeys: [], noNullPrototype: true },
  );
  const name = fc.oneof(fc.constantFrom(...fields.map((field) => field.name), "q"), oddStrings);
  const odd = fc.array(fc.tuple(name, oddStrings), { maxLength: 3 }).map((pairs) => encoded(pairs));
  const broken = fc.constantFrom(
    "?",
    "?&&&",
    "?limit",
    "?limit[]=1",
    "?q=%zz",
    "?q=%ff",
    "?=%00",
    "?limit=1&limit=x",
  );
  return fc.oneof(
    {
      weight: 5,
      arbitrary: sound.map((query) =>
        encoded(Object.entries(query).map(([key, value]) => [key, String(value)])),
      ),
    },
    { weight: 2, arbitrary: odd },
    { weight: 1, arbitrary: broken },
  );
}

function encoded(pairs: [string, string][]): string {
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}`.slice(0, 4_000) : "";
}

function headers(authorization: string, known: KnownValues): fc.Arbitrary<Record<string, string>> {
  // What a header may hold on the wire; anything else does not leave the client.
  const text = fc.oneof(
    oddStrings.map((odd) => odd.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "?").slice(0, 3_000)),
    fc.constantFrom(
      "*/*",
      "text/event-stream",
      "application/xml",
      ";",
      ",,,",
      "application/json;charset=utf-7",
    ),
  );
  const name = fc.constantFrom(
    "accept",
    "content-type",
    "x-parley-user",
    "x-api-key",
    "idempotency-key",
    "if-none-match",
    "range",
    "origin",
    "cookie",
    "x-forwarded-for",
    "x-request-id",
  );
  const key = rarely(
    fc.oneof(text, fc.constantFrom("Bearer", "Bearer x y", "Basic YTpi", "bearer\t")),
    authorization,
  );
  const odd = fc.dictionary(name, text, { maxKeys: 2, noNullPrototype: true });
  return fc
    .tuple(key, rarely(odd, {}), fc.constant(known))
    .map(([authorization, others]) => ({ authorization, ...others }));
}

function bodies({ body }: Operation, known: KnownValues): fc.Arbitrary<RawRequest["body"]> {
  if (!body) return rarely<RawRequest["body"]>(brokenBodies, undefined);
  const sound = valuesOf(body.schema, known);
  const wrong = fc.tuple(sound, mutations).map(([value, mutation]) => mutated(value, mutation));
  const text = (values: fc.Arbitrary<unknown>) => values.map((value) => JSON.stringify(value) ?? "");
  return fc.oneof(
    { weight: 3, arbitrary: text(sound) },
    { weight: 5, arbitrary: text(wrong) },
    {
      weight: 1,
      arbitrary: fc.tuple(text(sound), fc.nat()).map(([json, cut]) => json.slice(0, cut % (json.length + 1))),
    },
    { weight: 1, arbitrary: brokenBodies },
  );
}

const brokenBodies: fc.Arbitrary<string | Buffer> = fc.constantFrom<string | Buffer>(
  "",
  "null",
  "{}",
  "[]",
  '""',
  "0",
  "\ufeff{}",
  "{'message':'hi'}",
  '{"message":"hi","message":7}',
  '{"message":1e999}',
  '{"__proto__":{"message":"hi"}}',
  "[".repeat(50_000),
  `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
  "x".repeat(2_000_001),
  Buffer.from([0x22, 0xff, 0xfe, 0x22]),
  Buffer.from('{"message":"caf\xe9"}', "latin1"),
);

/** Once in ten. */
function rarely<T>(odd: fc.Arbitrary<T>, usual: T): fc.Arbitrary<T> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: odd });
}
