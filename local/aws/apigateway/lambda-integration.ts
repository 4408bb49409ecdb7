import type { FunctionInvoker } from "../lambda/function-invoker";
import type { Props } from "../service";
import type { Exchange } from "./exchange";
import { GatewayError } from "./gateway-error";
import { lambdaTarget } from "./lambda-target";
import type { Route } from "./routing-table";

/** A call of a function for a request. */
export interface LambdaCall {
  exchange: Exchange;
  invoker: FunctionInvoker;
  functionArn: string;
  event: Props;
  /** For the whole answer, in ms. */
  timeoutMs: number;
}

/** Checks that the function's own policy lets this API call it for this method, as Lambda does. */
export function lambdaFunction(
  exchange: Exchange,
  { integration, resourcePath }: Route,
  invoker: FunctionInvoker,
): string {
  const { functionArn } = lambdaTarget(integration?.uri);
  // Path parameters stand as `*` in the source that Lambda sees.
  const path = resourcePath.replaceAll(/\{[^}]+\}/g, "*");
  const source = `${exchange.executionArn}/${exchange.stageName}/${exchange.method}${path}`;
  if (invoker.allows(functionArn, "apigateway.amazonaws.com", source)) return functionArn;
  throw new GatewayError("API_CONFIGURATION_ERROR", `No permission lets ${source} invoke ${functionArn}`);
}

/** What `work` gives, or `INTEGRATION_TIMEOUT`. The work itself goes on. */
export async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new GatewayError("INTEGRATION_TIMEOUT")), timeoutMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** How the gateway sees it that Lambda refuses a call. */
export function refusedByLambda(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const { code, message } = error as { code?: string; message?: string };
  if (code === "RequestTooLargeException") return new GatewayError("REQUEST_TOO_LARGE", message);
  return new GatewayError("API_CONFIGURATION_ERROR", `${code ?? "Error"}: ${message}`);
}
