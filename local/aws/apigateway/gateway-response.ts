import type { Props } from "../service";
import type { ApiDefinition } from "./api-definition";
import { fillTemplate } from "./context-variables";
import type { GatewayError } from "./gateway-error";

export interface GatewayAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What API Gateway answers itself, in the form the program gives it, or in AWS's own. */
export function gatewayAnswer(
  { gatewayResponses }: ApiDefinition,
  error: GatewayError,
  valueOf: (name: string) => string | undefined,
): GatewayAnswer {
  const custom = customResponse([...gatewayResponses.values()], error);
  const templates: Record<string, string> = custom?.responseTemplates ?? {};
  const [contentType, template] = Object.entries(templates)[0] ?? [
    "application/json",
    '{"message":$context.error.messageString}',
  ];
  return {
    status: Number(custom?.statusCode ?? error.status),
    headers: {
      "content-type": contentType,
      "x-amzn-errortype": error.errorType,
      ...responseHeaders(custom?.responseParameters, "gatewayresponse.header.", valueOf),
    },
    body: fillTemplate(template, valueOf, ""),
  };
}

/** Its own, else the one for all 4xx or 5xx. */
function customResponse(responses: Props[], { responseType, status }: GatewayError): Props | undefined {
  const fallback = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  const find = (wanted: string) => responses.find((response) => response.responseType === wanted);
  return find(responseType) ?? find(fallback);
}

/** Headers from parameters like `{ "<prefix>Retry-After": "'60'" }`. */
export function responseHeaders(
  parameters: Record<string, string> | undefined,
  prefix: string,
  valueOf: (name: string) => string | undefined,
): Record<string, string> {
  const entries = Object.entries(parameters ?? {}).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const isStatic = value.startsWith("'");
      return [
        name.slice(prefix.length),
        isStatic ? value.slice(1, -1) : (valueOf(value.slice("context.".length)) ?? ""),
      ];
    }),
  );
}

/** Throws for the mappings that are not supported: all but `'a static value'` and `context.<variable>`. */
export function checkHeaderValue(value: string): void {
  if (/^'.*'$/.test(value) || value.startsWith("context.")) return;
  throw new Error(
    `API Gateway response parameter ${value} is not supported: only 'static' and context.… values are`,
  );
}
