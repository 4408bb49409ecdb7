import type { CloudContext, CloudService } from "../service";
import type { ChatModel } from "./chat-model";
import { createDemoModel } from "./demo/demo-model";
import { type PaceClock, systemPaceClock } from "./demo/pace";
import { EndpointDirectory } from "./endpoint-directory";
import { Invoker } from "./invocation";
import type { ModelOptions } from "./model-options";
import { createRelayModel } from "./relay-model";
import { endpointResource } from "./resources/endpoint";
import { endpointConfigurationResource } from "./resources/endpoint-configuration";
import { modelResource } from "./resources/model";

/**
 * Endpoints, all answered by one model: the server at `model.url`, else the demo model.
 *
 * @param clock What the demo model takes its time from.
 */
export function createSageMaker(
  context: CloudContext,
  model: ModelOptions = {},
  clock: PaceClock = systemPaceClock,
): CloudService {
  const directory = new EndpointDirectory(context.place);
  const invoker = new Invoker(context, directory, chatModel(model, clock));
  return {
    name: "sagemaker",
    resources: {
      "aws:sagemaker/model:Model": modelResource(directory, context.iam),
      "aws:sagemaker/endpointConfiguration:EndpointConfiguration": endpointConfigurationResource(directory),
      "aws:sagemaker/endpoint:Endpoint": endpointResource(directory, context.iam),
    },
    handle: (request, response) => invoker.handle(request, response),
  };
}

function chatModel(options: ModelOptions, clock: PaceClock): ChatModel {
  const { url } = options;
  return url ? createRelayModel({ ...options, url }) : createDemoModel(clock);
}
