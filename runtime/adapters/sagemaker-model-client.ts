import {
  InvokeEndpointWithResponseStreamCommand,
  type ResponseStream,
  SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
import type { ModelClient } from "../ports";
import { joinedEventStreams } from "./joined-event-stream";
import { toOpenAiRequest } from "./openai-request";
import { readOpenAiStream } from "./openai-stream";
import { leaving, readToEnd } from "./read-to-end";
import { toModelProblem } from "./sagemaker-problem";

export interface SageMakerModelClientOptions {
  endpointName: string;
  /** For endpoints that hold several models. */
  inferenceComponentName?: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: SageMakerRuntimeClient;
}

/** AWS advises 70 s or more; a full queue or a long prompt may take longer than that to the first byte. */
const silenceTimeoutMs = 120_000;

/**
 * A model on a SageMaker endpoint that speaks OpenAI's chat protocol, streamed. Needs `sagemaker:InvokeEndpoint` and
 * `sagemaker:InvokeEndpointWithResponseStream`. The endpoint serves one model, so that the request's `model` is not sent.
 */
export function createSageMakerModelClient({
  endpointName,
  inferenceComponentName,
  client = createClient(),
}: SageMakerModelClientOptions): ModelClient {
  return {
    async *stream(request, signal) {
      // Leaving the loop does not end the request: without an abort the model would write on for nobody.
      const leave = new AbortController();
      const abortSignal = AbortSignal.any([signal, leave.signal]);
      let whole: AsyncIterator<unknown> | undefined;
      try {
        const command = new InvokeEndpointWithResponseStreamCommand({
          EndpointName: endpointName,
          InferenceComponentName: inferenceComponentName,
          ContentType: "application/json",
          Accept: "text/event-stream",
          Body: JSON.stringify(toOpenAiRequest(request)),
        });
        const { Body } = await client.send(command, { abortSignal });
        if (!Body) throw new Error("the endpoint answered without a body");
        const bytes = bytesOf(Body);
        for await (const event of readOpenAiStream(leaving(bytes))) {
          if (event.type === "finish") whole = bytes;
          yield event;
        }
      } catch (error) {
        throw toModelProblem(error);
      } finally {
        // Nobody waits for it: the reply is whole.
        if (whole) void readToEnd(whole, () => leave.abort());
        else leave.abort();
      }
    },
  };
}

/** The SDK throws the exception frames it knows; one that it hands on instead is thrown here. */
async function* bytesOf(body: AsyncIterable<ResponseStream>): AsyncGenerator<Uint8Array, void> {
  for await (const { PayloadPart, ModelStreamError, InternalStreamFailure } of body) {
    const failure = ModelStreamError ?? InternalStreamFailure;
    if (failure) throw failure;
    if (PayloadPart?.Bytes) yield PayloadPart.Bytes;
  }
}

function createClient(): SageMakerRuntimeClient {
  return new SageMakerRuntimeClient({
    eventStreamSerdeProvider: joinedEventStreams,
    // A second try only for what failed before the model began; more would multiply the load of a struggling one.
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: silenceTimeoutMs,
      socketTimeout: silenceTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
}
