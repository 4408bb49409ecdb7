import type { Props } from "../service";
import { contextVariable } from "./context-variables";
import { type Exchange, header, methodArn } from "./exchange";
import { GatewayError } from "./gateway-error";
import { requestAuthorizerEvent } from "./proxy-event";
import type { Route } from "./routing-table";

/** What an authorizer is asked, and by which values its answer is remembered. */
export interface AuthorizerCall {
  event: Props;
  identity: string[];
}

/** Throws `UNAUTHORIZED` when an identity source is missing or does not have the form that is wanted: nobody is asked. */
export function authorizerCall(exchange: Exchange, route: Route, authorizer: Props): AuthorizerCall {
  const identity = identitySources(authorizer).map((source) => {
    const value = identityValue(exchange, source);
    if (!value) throw new GatewayError("UNAUTHORIZED", `${source} is missing`);
    return value;
  });
  if (authorizer.type === "REQUEST") return { event: requestAuthorizerEvent(exchange, route), identity };
  const [authorizationToken = ""] = identity;
  const { identityValidationExpression: form } = authorizer;
  // The whole token has to fit, whether or not the expression says so.
  if (form && !new RegExp(`^(?:${form})$`).test(authorizationToken)) {
    throw new GatewayError("UNAUTHORIZED", "The token does not have the form that is wanted");
  }
  return { event: { type: "TOKEN", methodArn: methodArn(exchange), authorizationToken }, identity };
}

function identitySources({ identitySource, type }: Props): string[] {
  const given: string[] = (identitySource ?? "").split(",").map((source: string) => source.trim());
  const sources = given.filter((source) => source !== "");
  return sources.length > 0 || type === "REQUEST" ? sources : ["method.request.header.Authorization"];
}

function identityValue(exchange: Exchange, source: string): string | undefined {
  const [, place, name = ""] =
    /^(method\.request\.header|method\.request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ??
    [];
  switch (place) {
    case "method.request.header":
      return header(exchange, name.toLowerCase());
    case "method.request.querystring":
      return exchange.query.get(name) ?? undefined;
    case "context":
      return contextVariable(exchange, name, exchange.receivedAt);
    case "stageVariables":
      return exchange.stage?.variables?.[name];
  }
  throw new GatewayError("AUTHORIZER_CONFIGURATION_ERROR", `Identity source ${source} is not supported`);
}
