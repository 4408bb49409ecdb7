import { readJsonCall, unknownOperation, writeJson } from "../json-protocol";
import type { CloudContext, CloudService } from "../service";
import { getParameter, getParameters, type SsmOperation } from "./get-parameter";
import { parameterProvider } from "./parameter";
import { ParameterStore } from "./parameter-store";
import { getPublicParameter } from "./public-parameters";

/** Systems Manager: the parameter store. */
export function createSsm({ iam, place }: CloudContext): CloudService {
  const store = new ParameterStore(place);
  const operations: Record<string, SsmOperation> = {
    GetParameter: getParameter(store, iam),
    GetParameters: getParameters(store, iam),
  };
  return {
    name: "ssm",
    resources: { "aws:ssm/parameter:Parameter": parameterProvider(store) },
    functions: { "aws:ssm/getParameter:getParameter": getPublicParameter },
    async handle(request, response) {
      const { operation, input } = readJsonCall(request);
      const run = operations[operation];
      if (!run) throw unknownOperation("SSM", operation);
      writeJson(request, response, run(input, request.caller));
    },
  };
}
