import { validate } from "@scalar/openapi-parser";
import { Ajv2020 } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { jsonTemplate } from "../../components/api-routes";
import { openApiDocument } from "../../runtime/contract/openapi";
import type { JsonObject } from "../local/openapi/document";

const document = openApiDocument({ title: "Parley", server: "/api" });
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

/** Every part of the document with where it stands. */
function* parts(value: unknown, path = "#"): Generator<[path: string, part: JsonObject]> {
  if (value === null || typeof value !== "object") return;
  if (!Array.isArray(value)) yield [path, value];
  for (const [key, inside] of Object.entries(value)) yield* parts(inside, `${path}/${key}`);
}

describe("The OpenAPI document", () => {
  it("is a valid one, of version 3.1", async () => {
    expect(await validate(structuredClone(document))).toMatchObject({
      valid: true,
      version: "3.1",
      errors: [],
    });
  });

  it("refers to nothing that it does not have", () => {
    const names = new Set([...parts(document)].map(([path]) => path));
    const references = [...parts(document)].flatMap(([, { $ref }]) =>
      typeof $ref === "string" ? [$ref] : [],
    );
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((reference) => !names.has(reference))).toEqual([]);
  });

  it("has examples of every body, true to its schema", () => {
    const bodies = [...parts(document)].filter(
      ([path, { schema }]) => schema && /\/content\/[^/]+\/\w+$/.test(path),
    );
    expect(bodies.length).toBeGreaterThan(30);
    for (const [path, { example, examples, schema }] of bodies) {
      const isTrue = ajv.compile({ ...schema, components: document.components });
      const given = examples ? Object.values<JsonObject>(examples).map(({ value }) => value) : [example];
      expect([path, given.length > 0, given.filter((one) => !isTrue(one))]).toEqual([path, true, []]);
    }
  });

  it("calls each operation by a name of its own", () => {
    const names = [...parts(document.paths)].flatMap(([, { operationId }]) => operationId ?? []);
    expect(names).toEqual([...new Set(names)]);
  });

  it("fits a mapping template of API Gateway, in which nothing means anything to Velocity", () => {
    const template = jsonTemplate(document);
    expect(JSON.parse(template)).toEqual(document);
    expect(template).toMatch(/^[\x20-\x7e]+$/);
    expect(template).not.toMatch(/[$#]/);
    expect(() => jsonTemplate({ text: "x".repeat(400_000) })).toThrow(
      "has 400011 bytes; API Gateway takes 307200",
    );
  });
});
