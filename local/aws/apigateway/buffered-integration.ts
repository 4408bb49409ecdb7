import type { Props } from "../service";
import { type Exchange, header } from "./exchange";
import { GatewayError } from "./gateway-error";
import { type LambdaCall, refusedByLambda, withinTime } from "./lambda-integration";
import { mediaTypeMatches } from "./media-type";
import { sendHead } from "./response-head";

const members = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

/** Calls the function and sends what it answers, when all of it is there. */
export async function answerBuffered(call: LambdaCall, binaryMediaTypes: string[]): Promise<void> {
  const { event, exchange, functionArn, invoker, timeoutMs } = call;
  const invoked = invoker.invoke(functionArn, event).catch((error: unknown) => {
    throw refusedByLambda(error);
  });
  const { error, payload } = await withinTime(invoked, timeoutMs);
  if (error) throw new GatewayError("DEFAULT_5XX", `${error.errorType}: ${error.errorMessage}`);
  const answer = readAnswer(payload);
  const body = bodyOf(answer, exchange, binaryMediaTypes);
  exchange.integration.status = 200;
  exchange.bytesSent = body.length;
  sendHead(exchange, answer, { "content-length": String(body.length) });
  exchange.response.end(body);
}

function readAnswer(payload: string): Props {
  const answer = parse(payload);
  const isObject = typeof answer === "object" && answer !== null && !Array.isArray(answer);
  const isSound =
    isObject &&
    Number.isInteger(Number(answer.statusCode ?? Number.NaN)) &&
    (answer.body === undefined || answer.body === null || typeof answer.body === "string") &&
    Object.keys(answer).every((key) => members.has(key));
  if (!isSound) throw new GatewayError("DEFAULT_5XX", "Malformed Lambda proxy response");
  return answer;
}

function parse(payload: string): Props | undefined {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

/** Base64 is only decoded for those who accept a binary media type of the API. */
function bodyOf({ body, isBase64Encoded }: Props, exchange: Exchange, binaryMediaTypes: string[]): Buffer {
  const isBinary = isBase64Encoded === true && mediaTypeMatches(binaryMediaTypes, header(exchange, "accept"));
  return Buffer.from(body ?? "", isBinary ? "base64" : "utf8");
}
