import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";

// oxlint-disable-next-line typescript/no-explicit-any -- read by names that only the document itself tells
export type JsonObject = Record<string, any>;

/** JSON Schema, as the document has it. */
export type Schema = JsonObject;

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
}

interface MediaType {
  schema: Schema;
  examples?: Record<string, { value: unknown }>;
  example?: unknown;
}

interface Response {
  headers?: Record<string, { schema: Schema }>;
  content?: Record<string, MediaType>;
}

interface OpenApi {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, JsonObject>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Response> };
}

/** What checks an answer. */
export interface Answer {
  /** By media type: the body, or an event where events stream. */
  bodies: Record<string, ValidateFunction>;
  /** By name, in lower case. They need not be there. */
  headers: Record<string, ValidateFunction>;
}

/** One documented route. */
export interface Operation {
  id: string;
  /** In capitals. */
  method: string;
  /** With parameters in braces. */
  path: string;
  isOpen: boolean;
  parameters: Parameter[];
  /** Of the body, if it has one. */
  body?: { schema: Schema; examples: unknown[]; isRight: (value: unknown) => boolean };
  /** By status. */
  answers: Record<string, Answer>;
}

// Lengths as the API counts them, in UTF-16 code units.
const options = { strict: false, allErrors: true, unicode: false, logger: false } as const;

/** The API as its own document tells it. */
export class ApiDocument {
  readonly operations: Operation[];
  readonly #ajv = new Ajv2020(options);

  constructor(readonly openApi: OpenApi) {
    addFormats.default(this.#ajv);
    this.operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => this.#operation(path, method, operation)),
    );
  }

  static async fetchFrom(invokeUrl: string): Promise<ApiDocument> {
    return new ApiDocument((await (await fetch(`${invokeUrl}/openapi.json`)).json()) as OpenApi);
  }

  operation(id: string): Operation {
    const found = this.operations.find((operation) => operation.id === id);
    if (!found) throw new Error(`The document has no operation ${id}`);
    return found;
  }

  /** The same schema without references to others. */
  resolved(schema: Schema): Schema {
    if (Array.isArray(schema)) return schema.map((one: Schema) => this.resolved(one));
    if (schema === null || typeof schema !== "object") return schema;
    const { $ref, ...rest } = schema;
    if (typeof $ref === "string") return { ...this.resolved(this.#schemaAt($ref)), ...rest };
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, this.resolved(value)]));
  }

  #operation(path: string, method: string, documented: JsonObject): Operation {
    const content: MediaType | undefined = documented.requestBody?.content["application/json"];
    const answers = Object.entries<Response & { $ref?: string }>(documented.responses);
    return {
      id: documented.operationId,
      method: method.toUpperCase(),
      path,
      isOpen: documented.security?.length === 0,
      parameters: documented.parameters,
      ...(content && {
        body: {
          schema: this.resolved(content.schema),
          examples: Object.values(content.examples ?? {}).map(({ value }) => value),
          isRight: this.#compile(content.schema),
        },
      }),
      answers: Object.fromEntries(answers.map(([status, answer]) => [status, this.#answer(answer)])),
    };
  }

  #answer(answer: Response & { $ref?: string }): Answer {
    const { content = {}, headers = {} } = answer.$ref ? this.#responseAt(answer.$ref) : answer;
    const compiled = (parts: Record<string, { schema: Schema }>) =>
      Object.entries(parts).map(([name, { schema }]): [string, ValidateFunction] => [
        name.toLowerCase(),
        this.#compile(closed(this.resolved(schema))),
      ]);
    return { bodies: Object.fromEntries(compiled(content)), headers: Object.fromEntries(compiled(headers)) };
  }

  #compile(schema: Schema): ValidateFunction {
    return this.#ajv.compile({ ...schema, components: this.openApi.components });
  }

  #schemaAt(ref: string): Schema {
    const schema = this.openApi.components.schemas[ref.replace("#/components/schemas/", "")];
    if (!schema) throw new Error(`The document has no ${ref}`);
    return schema;
  }

  #responseAt(ref: string): Response {
    const response = this.openApi.components.responses[ref.replace("#/components/responses/", "")];
    if (!response) throw new Error(`The document has no ${ref}`);
    return response;
  }
}

/** Takes no field that is not documented, where the schema does not say otherwise. */
function closed(schema: Schema): Schema {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return schema.type === "object" && schema.properties ? { additionalProperties: false, ...inside } : inside;
}
