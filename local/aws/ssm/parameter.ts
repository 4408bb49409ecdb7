import { physicalName } from "../physical-name";
import type { ResourceProvider } from "../service";
import type { ParameterStore } from "./parameter-store";

const types = new Set(["String", "StringList", "SecureString"]);

/** `aws:ssm/parameter:Parameter` */
export function parameterProvider(store: ParameterStore): ResourceProvider {
  return {
    async create(registration) {
      const { insecureValue, type, value } = registration.inputs;
      const name = physicalName(registration);
      if (!types.has(type))
        throw new Error(`SSM parameter ${name}: type ${type} is not one of ${[...types].join(", ")}`);
      const text = value ?? insecureValue;
      if (typeof text !== "string" || text === "") throw new Error(`SSM parameter ${name} has no value`);
      const { arn, version } = store.put(name, type, text);
      return { id: name, outputs: { name, arn, version } };
    },
    async delete(name) {
      store.delete(name);
    },
  };
}
