import type { Props } from "../service";

const amiPrefix = "/aws/service/ami-amazon-linux-latest/";

/** Parameters that AWS publishes: the newest Amazon Linux image. EC2 here runs the host itself, so any image is one. */
export function publicParameter(name: string): string | undefined {
  return name.startsWith(amiPrefix) ? "ami-0local" : undefined;
}

/** `aws:ssm/getParameter:getParameter` of public parameters. Throws `ParameterNotFound` for others. */
export async function getPublicParameter(args: Props): Promise<Props> {
  const value = publicParameter(args.name);
  if (!value)
    throw new Error(`ParameterNotFound: ${args.name} is not a public parameter of the embedded cloud`);
  const arn = `arn:aws:ssm:us-east-1::parameter${args.name}`;
  return { id: args.name, name: args.name, arn, type: "String", value, insecureValue: value, version: 1 };
}
