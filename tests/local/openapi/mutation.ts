import * as fc from "fast-check";

/** Texts that programs stumble over: controls, halves of characters, right-to-left marks, names that objects have. */
const oddTexts = [
  "",
  " ",
  "\u0000",
  "\u001f\u007f",
  "\ud83d",
  "\udc00\ud800",
  "\u202eabc",
  "\ufeff",
  "\u2028\u2029",
  "e\u0301".repeat(40),
  "👩‍👩‍👧‍👦".repeat(20),
  "粉".repeat(70),
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "' OR 1=1 --",
  "${7*7}{{7*7}}",
  "<script>alert(1)</script>",
  "null",
  "NaN",
  "-0",
  "1e309",
  "01ARZ3NDEKTSV4RRFFQ69G5FAV",
] as const;

export const oddStrings: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...oddTexts) },
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 80 }) },
  { weight: 1, arbitrary: fc.constantFrom(201, 2_001, 20_001, 200_001).map((length) => "x".repeat(length)) },
);

/** What should not stand in a field, most of the time. */
const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  oddStrings,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 2 ** 53, -(2 ** 31) - 1, 1e308, 5e-324, [], {}, [
    [],
  ]),
  fc.jsonValue({ maxDepth: 2 }),
);

export interface Mutation {
  /** Which of the value's places, counted round. */
  place: number;
  kind: "replace" | "remove" | "add";
  value: unknown;
  /** Of a field that is added. */
  name: string;
}

export const mutations: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom("replace", "remove", "add"),
  value: oddValues,
  name: fc.oneof(fc.constantFrom("__proto__", "toString", "message", "stream", "id", "$where"), oddStrings),
});

/** The value with one thing wrong, or at least other. The value itself stays as it is. */
export function mutated(value: unknown, { kind, name, place, value: odd }: Mutation): unknown {
  const root: Record<string, unknown> = { value: structuredClone(value) };
  const places = placesIn(root);
  const { key, parent } = places[place % places.length] ?? { parent: root, key: "value" };
  const here = parent[key];
  if (kind === "add" && here !== null && typeof here === "object" && !Array.isArray(here)) {
    // Assigned, `__proto__` would be no field.
    Object.defineProperty(here, name, { value: odd, enumerable: true });
  } else if (kind === "remove" && parent !== root) {
    delete parent[key];
  } else {
    parent[key] = odd;
  }
  return root.value;
}

interface Place {
  parent: Record<string, unknown>;
  key: string;
}

function placesIn(parent: object): Place[] {
  return Object.entries(parent).flatMap(([key, inside]) => [
    { parent: parent as Record<string, unknown>, key },
    ...(inside !== null && typeof inside === "object" ? placesIn(inside) : []),
  ]);
}
