import { isDeepStrictEqual } from "node:util";
import { physicalName } from "../physical-name";
import type { Props, ResourceProvider } from "../service";
import type { FunctionInvoker } from "./function-invoker";

/** `aws:lambda/invocation:Invocation`: calls a function when what it is called for has changed, as Pulumi's provider does. */
export function invocationResource(
  functionArn: (name: string) => string,
  invoke: FunctionInvoker["invoke"],
): ResourceProvider {
  return {
    async create(registration) {
      const { inputs, previous } = registration;
      const asked = ({ functionName, input, triggers }: Props) => ({ functionName, input, triggers });
      if (previous && isDeepStrictEqual(asked(previous.outputs), asked(inputs)))
        return { id: previous.id, outputs: { result: previous.outputs.result } };
      const { payload, error } = await invoke(functionArn(inputs.functionName), JSON.parse(inputs.input));
      if (error)
        throw new Error(
          `Lambda function ${inputs.functionName} returned an error: ${error.errorType}: ${error.errorMessage}`,
        );
      return { id: physicalName(registration), outputs: { result: payload } };
    },
  };
}
