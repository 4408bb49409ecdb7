import type { Writable } from "node:stream";
import { Type } from "@sinclair/typebox";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { systemWait } from "../adapters/system-clock";
import type { ChatCompletionChunk, OpenAiModel, OpenAiModelList } from "../contract/openai-answer";
import type { TurnSettings } from "../core/asked-settings";
import { type Completion, startCompletion } from "../core/completion";
import { completionChunks, wholeCompletion } from "../core/openai-answer";
import { readCompletionRequest, unknownModel } from "../core/openai-request";
import type { TurnPorts } from "../core/turn";
import { type Answer, jsonAnswer, requestIdOf } from "./answer";
import { callerOf } from "./caller";
import type { ChatPorts } from "./chat";
import { openAiErrorAnswer, openAiErrorEvent } from "./openai-error";
import { quotaHeaders } from "./quota-headers";
import { decoded, readBody } from "./request";
import { lambdaStreaming, type LambdaStreaming, openResponse, sendAnswer } from "./response-stream";
import { dispatch, json, type Routes } from "./routes";
import { keepAliveComment, sseHeaders } from "./sse";

export { createJsonLogger } from "../adapters/json-logger";
export { createNewId } from "../adapters/new-id";
export { createS3FileStore } from "../adapters/s3-file-store";
export { createSageMakerModelClient } from "../adapters/sagemaker-model-client";
export { createStores } from "./stores";
export { createTierQuota } from "./tier-quota";
export { createTurnFiles } from "./turn-files";

const keepAliveMs = 15_000;
/** Its id, for a client that wants to find the kept exchange again. */
const conversationHeader = "x-parley-conversation";

/** Which fields there may be is said by `readCompletionRequest`, in OpenAI's words. */
const AnyObject = Type.Object({}, { additionalProperties: true });

/** An answer that streams. Its first chunk is there, so that what fails before it has a status. */
interface StreamedAnswer {
  headers: Record<string, string>;
  first: ChatCompletionChunk;
  rest: AsyncGenerator<ChatCompletionChunk, void>;
}

/**
 * OpenAI's protocol under `/v1`, for a function behind API Gateway with response streaming.
 *
 * A stream whose reader is seen to leave ends the model, kept or not: what a script no longer reads is of no use to it.
 */
export function createOpenAi(ports: ChatPorts, settings: TurnSettings) {
  const streaming = lambdaStreaming();
  const turnPorts: TurnPorts = { wait: systemWait, ...ports, settings };
  const routes = openAiRoutes(turnPorts);

  return streaming.streamifyResponse(async (event: APIGatewayProxyEvent, output: Writable): Promise<void> => {
    const requestId = requestIdOf(event);
    let answer: Answer | StreamedAnswer;
    try {
      answer = await dispatch(routes, { ...event, path: decoded(event.path) });
    } catch (error) {
      answer = openAiErrorAnswer(error, turnPorts.logger, requestId);
    }
    if ("rest" in answer) await sendStream(streaming, output, answer, turnPorts, requestId);
    else await sendAnswer(streaming, output, answer);
  });
}

export function openAiRoutes(ports: TurnPorts): Routes<Answer | StreamedAnswer> {
  const { settings } = ports;
  const served: OpenAiModel = { id: settings.model, object: "model", created: 0, owned_by: "parley" };
  const retrieve = json(async (event, parts): Promise<OpenAiModel> => {
    callerOf(event);
    const id = parts.join("/");
    if (id !== served.id) throw unknownModel(id, settings);
    return served;
  });
  return {
    "/v1/chat/completions": { POST: (event) => complete(ports, event) },
    "/v1/models": {
      GET: json(async (event): Promise<OpenAiModelList> => {
        callerOf(event);
        return { object: "list", data: [served] };
      }),
    },
    "/v1/models/{id}": { GET: retrieve },
    // A model's name is `<organisation>/<name>`; OpenAI's client sends its slash as %2F.
    "/v1/models/{organisation}/{name}": { GET: retrieve },
  };
}

async function complete(ports: TurnPorts, event: APIGatewayProxyEvent): Promise<Answer | StreamedAnswer> {
  const caller = callerOf(event);
  const request = readCompletionRequest(
    readBody(event, AnyObject),
    ports.settings,
    ports.files.fileLimits.seesImages,
  );
  const completion = await startCompletion(ports, request, caller);
  const requestId = requestIdOf(event);
  const headers = { ...quotaHeaders(completion.standing), ...kept(completion) };
  if (request.stream !== true) {
    const body = await wholeCompletion(completion.head, completion.events);
    return jsonAnswer(200, body, requestId, headers);
  }
  const includeUsage = request.stream_options?.include_usage === true;
  const rest = completionChunks(completion.head, completion.events, includeUsage);
  const { value: first } = await rest.next();
  if (!first) throw new Error("the answer ended without a chunk");
  return { headers: { ...sseHeaders, "x-request-id": requestId, ...headers }, first, rest };
}

function kept({ conversationId }: Completion): Record<string, string> {
  return conversationId === undefined ? {} : { [conversationHeader]: conversationId };
}

async function sendStream(
  streaming: LambdaStreaming,
  output: Writable,
  { headers, first, rest }: StreamedAnswer,
  { logger }: Pick<TurnPorts, "logger">,
  requestId: string,
): Promise<void> {
  const response = openResponse(streaming, output, { statusCode: 200, headers });
  const keepAlive = setInterval(() => response.write(keepAliveComment), keepAliveMs);
  try {
    response.write(dataLine(first));
    for await (const chunk of rest) {
      if (response.left()) return;
      response.write(dataLine(chunk));
    }
    response.write("data: [DONE]\n\n");
  } catch (error) {
    response.write(dataLine(openAiErrorEvent(error, logger, requestId)));
  } finally {
    clearInterval(keepAlive);
    await response.end();
  }
}

function dataLine(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
