import type { Props } from "../service";
import type { ApiDefinition } from "./api-definition";

/** A method of a resource, with what answers it. */
export interface Route {
  resourceId: string;
  /** `/conversations/{id}` */
  resourcePath: string;
  /** As registered: `ANY` or one of HTTP's. */
  httpMethod: string;
  method: Props;
  integration?: Props;
  integrationResponses: Props[];
}

export interface RouteMatch {
  route: Route;
  /** Decoded. */
  pathParameters: Record<string, string>;
}

interface Resource {
  segments: string[];
  routes: Route[];
}

/**
 * Finds the route of a request, as API Gateway does: first the resource, where a literal segment goes before `{id}` and
 * that before `{proxy+}`, then its method, where one of its own goes before ANY. A resource without any method is not
 * there.
 */
export class RoutingTable {
  readonly #resources: Resource[];

  constructor(definition: ApiDefinition) {
    const paths = resourcePaths(definition);
    const byResource = Map.groupBy(definition.methods.values(), ({ resourceId }) => resourceId as string);
    this.#resources = [...byResource].map(([resourceId, methods]) => {
      const path = paths.get(resourceId);
      if (!path)
        throw new Error(`Method ${methods[0]?.id} belongs to resource ${resourceId}, which does not exist`);
      return {
        segments: segmentsOf(path),
        routes: methods.map((method) => toRoute(definition, path, method)),
      };
    });
    this.#resources.sort((a, b) => compareSpecificity(a.segments, b.segments));
  }

  /** @param path Without the stage, as received: percent-encoded. */
  match(httpMethod: string, path: string): RouteMatch | undefined {
    const given = segmentsOf(path);
    for (const { routes, segments } of this.#resources) {
      const pathParameters = matchSegments(segments, given);
      if (!pathParameters) continue;
      const route =
        routes.find((candidate) => candidate.httpMethod === httpMethod) ??
        routes.find((candidate) => candidate.httpMethod === "ANY");
      return route && { route, pathParameters };
    }
    return undefined;
  }
}

function toRoute(definition: ApiDefinition, resourcePath: string, method: Props): Route {
  const { httpMethod, resourceId } = method;
  const belongs = (props: Props) => props.resourceId === resourceId && props.httpMethod === httpMethod;
  return {
    resourceId,
    resourcePath,
    httpMethod,
    method,
    integration: [...definition.integrations.values()].find(belongs),
    integrationResponses: [...definition.integrationResponses.values()].filter(belongs),
  };
}

/** By resource id. Resources come in any order, so each is traced to the root. */
function resourcePaths({ resources, restApi }: ApiDefinition): Map<string, string> {
  const pathOf = (id: string): string => {
    const resource = resources.get(id);
    if (resource) return `${pathOf(resource.parentId)}/${resource.pathPart}`;
    if (id === restApi?.rootResourceId) return "";
    throw new Error(`API Gateway resource ${id} does not exist`);
  };
  const paths = [...resources.keys()].map((id) => [id, pathOf(id)] as const);
  return new Map([[restApi?.rootResourceId ?? "", "/"], ...paths]);
}

const segmentsOf = (path: string) => path.split("/").filter((segment) => segment !== "");
const isGreedy = (segment: string) => segment.endsWith("+}");
const isParameter = (segment: string) => segment.startsWith("{");

/** Literal first, greedy last, at the first segment where they differ; the root before a greedy one. */
function compareSpecificity(a: string[], b: string[]): number {
  const rank = (segment?: string) =>
    segment === undefined || !isParameter(segment) ? 0 : isGreedy(segment) ? 2 : 1;
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = rank(a[index]) - rank(b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function matchSegments(wanted: string[], given: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index];
    if (value === undefined) return undefined;
    if (isGreedy(segment)) {
      parameters[segment.slice(1, -2)] = decode(given.slice(index).join("/"));
      return parameters;
    }
    if (isParameter(segment)) parameters[segment.slice(1, -1)] = decode(value);
    else if (segment !== decode(value)) return undefined;
  }
  return wanted.length === given.length ? parameters : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
