import { type Access, AwsError, type Iam, type Principal, type Props } from "../service";
import type { Parameter, ParameterStore } from "./parameter-store";
import { publicParameter } from "./public-parameters";

/** An operation of SSM's API: JSON in, JSON out. */
export type SsmOperation = (input: Props, caller: Principal | undefined) => Props;

export function getParameter(store: ParameterStore, iam: Iam): SsmOperation {
  return ({ Name, WithDecryption }, caller) => {
    if (typeof Name !== "string") throw new AwsError("ValidationException", "Name must be a string");
    iam.authorize(caller, [access("ssm:GetParameter", store, Name)]);
    const parameter = find(store, Name);
    if (!parameter) throw new AwsError("ParameterNotFound", `Parameter ${Name} not found.`);
    return { Parameter: describe(parameter, WithDecryption) };
  };
}

/** Up to 10 names; those that are not there are listed in `InvalidParameters`. */
export function getParameters(store: ParameterStore, iam: Iam): SsmOperation {
  return ({ Names, WithDecryption }, caller) => {
    if (!Array.isArray(Names) || Names.length < 1 || Names.length > 10) {
      throw new AwsError("ValidationException", "Names must have 1 to 10 members");
    }
    const names: string[] = Names;
    iam.authorize(
      caller,
      names.map((name) => access("ssm:GetParameters", store, name)),
    );
    const found = names.map((name) => find(store, name)).filter((parameter) => parameter !== undefined);
    return {
      Parameters: found.map((parameter) => describe(parameter, WithDecryption)),
      InvalidParameters: names.filter((name) => !find(store, name)),
    };
  };
}

const access = (action: string, store: ParameterStore, name: string): Access => ({
  action,
  resource: store.arn(name),
});

function find(store: ParameterStore, name: string): Parameter | undefined {
  const value = publicParameter(name);
  if (!value) return store.get(name);
  return { name, arn: store.arn(name), type: "String", value, ciphertext: "", version: 1, lastModified: 0 };
}

function describe(parameter: Parameter, withDecryption: unknown): Props {
  const isHidden = parameter.type === "SecureString" && !withDecryption;
  return {
    Name: parameter.name,
    ARN: parameter.arn,
    Type: parameter.type,
    Value: isHidden ? parameter.ciphertext : parameter.value,
    Version: parameter.version,
    LastModifiedDate: parameter.lastModified,
    DataType: "text",
  };
}
