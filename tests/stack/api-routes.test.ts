import { describe, expect, it } from "vitest";
import { apiRoutes } from "../../runtime/contract/api-routes";
import { routesOf } from "../../runtime/lambda/conversations";
import { fileRoutesOf } from "../../runtime/lambda/files";
import { keyRoutesOf } from "../../runtime/lambda/keys";
import { openAiRoutes } from "../../runtime/lambda/openai";
import type { Props } from "../../local/aws/service";
import { resourcesOf } from "./registrations";

/** `POST /chat`, for each route that API Gateway itself knows by its method and that `matches`. */
function registered(matches: (method: Props) => boolean = () => true): string[] {
  const resources = new Map(
    resourcesOf("aws:apigateway/resource:Resource").map(({ id, inputs }) => [id, inputs]),
  );
  const pathOf = (id: string): string => {
    const resource = resources.get(id);
    return resource ? `${pathOf(resource.parentId)}/${resource.pathPart}` : "";
  };
  return resourcesOf("aws:apigateway/method:Method")
    .filter(({ inputs }) => inputs.httpMethod !== "ANY" && matches(inputs))
    .map(({ inputs }) => `${inputs.httpMethod} ${pathOf(inputs.resourceId)}`);
}

/** What the functions behind all other paths know. They use none of their ports for that. */
function handled(): string[] {
  const [ports, settings] = [{}, {}] as Parameters<typeof routesOf>;
  const routes = {
    ...routesOf(ports, settings),
    ...keyRoutesOf({} as Parameters<typeof keyRoutesOf>[0]),
    ...fileRoutesOf({} as Parameters<typeof fileRoutesOf>[0]),
    ...openAiRoutes({ settings: {} } as Parameters<typeof openAiRoutes>[0]),
  };
  const known = Object.entries(routes).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  // `/v1/models/{id}` with the slash of a model's name written as it is.
  return known.filter((route) => route !== "GET /v1/models/{organisation}/{name}");
}

const documented = (routes = apiRoutes) => routes.map(({ method, path }) => `${method} ${path}`).sort();

describe("The API's document", () => {
  it("tells of every route that is deployed, and of no other", () => {
    const deployed = new Set([...registered(), ...handled()]);
    expect(documented()).toEqual([...deployed].sort());
  });

  it("says of the same routes that they need no key", () => {
    const open = registered(({ authorization }) => authorization === "NONE");
    expect(documented(apiRoutes.filter((route) => route.open))).toEqual(open.sort());
  });
});
