import { Type } from "@sinclair/typebox";
import type { ApiRoute } from "../api-route";
import { ErrorBodySchema, errorMeanings } from "../error-body";
import { examples } from "../examples";
import {
  ChatCompletionChunkSchema,
  ChatCompletionSchema,
  OpenAiErrorSchema,
  OpenAiModelListSchema,
  OpenAiModelSchema,
} from "../openai-answer";
import { ChatCompletionRequestSchema } from "../openai-request";
import { quotaHeaderSchemas } from "../quota-headers";

const tag = "OpenAI";
const { question, reply } = examples;
const { model } = reply;
const messages = [{ role: "user", content: question.text }];
const head = { id: "chatcmpl-01KAS3V2QEX0C5S9V3D1T7WRZM", created: 1_795_425_166, model };
const usage = { prompt_tokens: 86, completion_tokens: 41, total_tokens: 127 };
const servedModel = { id: model, object: "model", created: 0, owned_by: "parley" };

/** What a function refuses is in OpenAI's shape; what API Gateway refuses before, in the API's own. */
const errors: ApiRoute["errors"] = {
  schema: Type.Union([OpenAiErrorSchema, ErrorBodySchema]),
  example: (code) => ({
    error: { message: errorMeanings[code].message, type: "invalid_request_error", param: null, code },
  }),
  // OpenAI knows fewer.
  statuses: { model_error: 500, timeout: 500 },
};

const chunk = (delta: object, finish_reason: string | null) => ({
  ...head,
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, logprobs: null, finish_reason }],
});

/** OpenAI's protocol: any of its clients works with `/v1` of the invoke URL as its base. */
export const openAiRoutes: ApiRoute[] = [
  {
    method: "POST",
    path: "/v1/chat/completions",
    operation: "createChatCompletion",
    tag,
    summary: "A chat completion, as OpenAI's clients ask for it",
    description: [
      "Nothing of it is kept, unless `store` is true: then the exchange is a conversation of the caller, and",
      "`x-parley-conversation` names it. With `stream: true` each event is a `data:` line; `data: [DONE]` is the last one.",
      "A parameter that is not supported is refused by its name.",
    ].join("\n"),
    body: {
      schema: ChatCompletionRequestSchema,
      examples: {
        "A question": { model, messages },
        "As it is written": { model, messages, stream: true, stream_options: { include_usage: true } },
        "About a file": {
          model,
          messages: [
            {
              role: "user",
              content: [
                { type: "text", text: question.text },
                { type: "file", file: { filename: "bread.txt", file_data: "Rmxv77yM" } },
              ],
            },
          ],
        },
        "With a tool": {
          model,
          messages: [{ role: "user", content: "How warm is the oven?" }],
          tools: [
            {
              type: "function",
              function: { name: "oven_temperature", parameters: { type: "object", properties: {} } },
            },
          ],
        },
      },
    },
    answers: {
      200: {
        description: "The completion, whole or while it is written.",
        headers: {
          ...quotaHeaderSchemas,
          "x-parley-conversation": Type.String({ description: "Where the exchange is kept." }),
        },
        schema: ChatCompletionSchema,
        example: {
          ...head,
          object: "chat.completion",
          choices: [
            {
              index: 0,
              message: { role: "assistant", content: reply.text, refusal: null },
              logprobs: null,
              finish_reason: "stop",
            },
          ],
          usage,
        },
        events: {
          schema: Type.Union([ChatCompletionChunkSchema, OpenAiErrorSchema]),
          description: "What a `data:` line holds, but the last.",
          examples: {
            text: chunk({ content: "Wild yeast and " }, null),
            end: chunk({}, "stop"),
          },
        },
      },
    },
    problems: ["not_found", "conflict", "quota_exceeded", "model_error", "model_unavailable"],
    errors,
  },
  {
    method: "GET",
    path: "/v1/models",
    operation: "listModels",
    tag,
    summary: "The model that is served",
    answers: {
      200: {
        description: "A list of one.",
        schema: OpenAiModelListSchema,
        example: { object: "list", data: [servedModel] },
      },
    },
    errors,
  },
  {
    method: "GET",
    path: "/v1/models/{id}",
    operation: "retrieveModel",
    tag,
    summary: "One model; the slash of its name may be written as it is, or as %2F",
    parameters: { id: Type.String({ minLength: 1, description: "The model's name." }) },
    answers: { 200: { description: "The model.", schema: OpenAiModelSchema, example: servedModel } },
    problems: ["not_found"],
    errors,
  },
];
