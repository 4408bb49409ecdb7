import type { Writable } from "node:stream";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { systemWait } from "../adapters/system-clock";
import { type ChatRequest, ChatRequestSchema, type ChatResponse } from "../contract/chat";
import { type ErrorCode, errorCodes, Problem } from "../contract/problem";
import type { StreamEvent } from "../contract/stream-event";
import type { TurnSettings } from "../core/asked-settings";
import { runTurn, type TurnPorts } from "../core/turn";
import type { Wait } from "../ports";
import { type Answer, jsonAnswer, problemAnswer, requestIdOf, toProblem } from "./answer";
import { callerOf } from "./caller";
import { quotaHeaders } from "./quota-headers";
import { headerOf, readBody } from "./request";
import { type LambdaStreaming, lambdaStreaming, openResponse, sendAnswer } from "./response-stream";
import type { StoreWaking } from "./store-waking";
import { encodeSse, keepAliveComment, sseHeaders } from "./sse";

export { createJsonLogger } from "../adapters/json-logger";
export { createNewId } from "../adapters/new-id";
export { createS3FileStore } from "../adapters/s3-file-store";
export { createSageMakerModelClient } from "../adapters/sagemaker-model-client";
export { createStores } from "./stores";
export { createTierQuota } from "./tier-quota";
export { createTurnFiles } from "./turn-files";

const keepAliveMs = 15_000;

export interface ChatPorts extends Omit<TurnPorts, "settings" | "wait"> {
  /** @default - the system's timers */
  wait?: Wait;
  /** Says when the store has to wake. @default - it is always awake */
  waking?: StoreWaking;
}

type Turn = AsyncGenerator<StreamEvent, void>;

/**
 * `POST /chat` for a function behind API Gateway with response streaming: one turn, as server-sent events or as JSON.
 *
 * What is wrong with a request is answered as JSON with its status, also when a stream was asked for. A turn goes on to
 * its end when the caller leaves, unless it is not stored: then, where leaving is seen, the model is ended.
 */
export function createChat(ports: ChatPorts, settings: TurnSettings) {
  const streaming = lambdaStreaming();
  const turnPorts: TurnPorts = { wait: systemWait, ...ports, settings };

  return streaming.streamifyResponse(async (event: APIGatewayProxyEvent, output: Writable): Promise<void> => {
    const requestId = requestIdOf(event);
    const answerError = (error: unknown) =>
      sendAnswer(streaming, output, problemAnswer(toProblem(error, turnPorts.logger, requestId), requestId));
    // Known when the turn's first event is there; a turn that stands already asks no model and has none.
    let headers: Record<string, string> = {};
    let turn: Turn;
    let first: StreamEvent;
    let request: ChatRequest;
    try {
      const caller = callerOf(event);
      request = readBody(event, ChatRequestSchema);
      turn = runTurn(turnPorts, request, caller, {
        idempotencyKey: idempotencyKeyOf(event),
        onAdmitted: (standing) => (headers = quotaHeaders(standing)),
      });
      const begun = nextOf(turn);
      const waking = wantsStream(event, request) ? await ports.waking?.before(begun) : undefined;
      if (waking) turn = continued(begun, turn);
      first = waking ?? (await begun);
    } catch (error) {
      return answerError(error);
    }
    if (wantsStream(event, request))
      return sendStream(
        { streaming, output, requestId, headers },
        turnPorts,
        first,
        turn,
        request.store === false,
      );
    try {
      await sendAnswer(streaming, output, await wholeTurn(first, turn, requestId, headers));
    } catch (error) {
      await answerError(error);
    }
  });
}

/** @throws Problem `bad_request` */
function idempotencyKeyOf({ headers }: APIGatewayProxyEvent): string | undefined {
  const key = headerOf(headers, "idempotency-key");
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Problem(
    "bad_request",
    "Idempotency-Key: must have 1 to 255 characters, letters, digits and signs of ASCII.",
  );
}

function wantsStream(event: APIGatewayProxyEvent, request: ChatRequest): boolean {
  return request.stream ?? headerOf(event.headers, "accept")?.includes("text/event-stream") ?? false;
}

async function nextOf(turn: Turn): Promise<StreamEvent> {
  const { value } = await turn.next();
  if (!value) throw new Error("the turn ended without an event");
  return value;
}

/** To whom a turn is told. */
interface Reader {
  streaming: LambdaStreaming;
  output: Writable;
  requestId: string;
  headers: Record<string, string>;
}

/**
 * Runs the turn to its end, whether or not anybody reads. What fails after the start travels as an event.
 *
 * @param endsUnread - true for a turn that is of no use to anybody once its reader has left
 */
async function sendStream(
  { streaming, output, requestId, headers: told }: Reader,
  { logger }: Pick<TurnPorts, "logger">,
  first: StreamEvent,
  rest: Turn,
  endsUnread: boolean,
): Promise<void> {
  const headers = { ...sseHeaders, "x-request-id": requestId, ...told };
  const response = openResponse(streaming, output, { statusCode: 200, headers });
  const keepAlive = setInterval(() => response.write(keepAliveComment), keepAliveMs);
  try {
    response.write(encodeSse(first));
    for await (const event of rest) {
      response.write(encodeSse(event));
      if (endsUnread && response.left()) break;
    }
  } catch (error) {
    const { code, message } = toProblem(error, logger, requestId);
    response.write(encodeSse({ type: "error", error: { code, message } }));
  } finally {
    clearInterval(keepAlive);
    await response.end();
  }
}

/** The turn from an event on that is still to come. */
async function* continued(next: Promise<StreamEvent>, rest: Turn): Turn {
  yield await next;
  yield* rest;
}

async function wholeTurn(
  first: StreamEvent,
  rest: Turn,
  requestId: string,
  headers: Record<string, string>,
): Promise<Answer> {
  if (first.type !== "started") throw new Error(`the turn began with ${first.type}`);
  const { conversationId, userMessageId } = first;
  let last: StreamEvent = first;
  for await (const event of rest) last = event;
  if (last.type === "error") throw new Problem(errorCode(last.error.code), last.error.message);
  if (last.type !== "done") throw new Error(`the turn ended with ${last.type}`);
  const body: ChatResponse = { conversationId, userMessageId, message: last.message };
  return jsonAnswer(200, body, requestId, headers);
}

function errorCode(code: string): ErrorCode {
  return Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : "internal";
}
