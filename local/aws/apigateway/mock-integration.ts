import type { Props } from "../service";
import { fillTemplate } from "./context-variables";
import type { Exchange } from "./exchange";
import { GatewayError } from "./gateway-error";
import { responseHeaders } from "./gateway-response";
import type { Route } from "./routing-table";
import { sendHead } from "./response-head";

/** Answers without a function: the request template names a status, the integration response of that status the rest. */
export function answerMock(
  exchange: Exchange,
  { integration, integrationResponses }: Route,
  valueOf: (name: string) => string | undefined,
): void {
  const template = integration?.requestTemplates?.["application/json"] ?? "{}";
  const { statusCode } = parseTemplate(fillTemplate(template, valueOf, ""));
  const answer = integrationResponses.find((response) => String(response.statusCode) === String(statusCode));
  if (!answer)
    throw new GatewayError("API_CONFIGURATION_ERROR", `No integration response for status ${statusCode}`);
  const [contentType, text] = Object.entries<string>(answer.responseTemplates ?? {})[0] ?? [
    "application/json",
    "",
  ];
  const body = Buffer.from(fillTemplate(text, valueOf, ""));
  const headers = responseHeaders(answer.responseParameters, "method.response.header.", valueOf);
  exchange.bytesSent = body.length;
  sendHead(
    exchange,
    { statusCode, headers: { "content-type": contentType, ...headers } },
    { "content-length": String(body.length) },
  );
  exchange.response.end(body);
}

function parseTemplate(text: string): Props {
  try {
    return JSON.parse(text);
  } catch {
    throw new GatewayError(
      "API_CONFIGURATION_ERROR",
      "The request template of a MOCK integration must give JSON",
    );
  }
}
