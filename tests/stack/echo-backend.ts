import type { Props, Registration } from "../../local/aws/service";
import { constructVpc } from "../../local/aws/vpc/construct-vpc";
import type { Backend } from "../../local/engine/backend";

const place = { region: "us-east-1", accountId: "123456789012" };

/** Makes nothing: answers every registration with names and ARNs derived from its logical name. */
export const echoBackend: Backend = {
  async create(registration) {
    return { id: `${registration.name}-id`, outputs: outputsOf(registration) };
  },
  async delete() {},
  async read(_type, id, inputs) {
    return { ...inputs, id };
  },
  async invoke(token, args) {
    return answers[token]?.(args) ?? refuse(token);
  },
  construct(_type, name, inputs, register) {
    return constructVpc(place, name, inputs, register);
  },
};

const answers: Record<string, (args: Props) => Props> = {
  "aws:index/getRegion:getRegion": () => ({ id: place.region, region: place.region, name: place.region }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    accountId: place.accountId,
    id: place.accountId,
  }),
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": () => ({ id: "pl-cloudfront" }),
  "aws:cloudfront/getCachePolicy:getCachePolicy": ({ name }) => ({ id: `policy-${name}` }),
  "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": ({ name }) => ({ id: `policy-${name}` }),
};

/** What API Gateway has names for only within its own addresses. */
const gatewayPaths: Record<string, string> = {
  "aws:apigateway/apiKey:ApiKey": "apikeys",
  "aws:apigateway/usagePlan:UsagePlan": "usageplans",
};

function outputsOf({ type, name, inputs }: Registration): Props {
  const service = type.split(":")[1]?.split("/")[0] ?? "";
  const physicalName = inputs.name ?? inputs.bucket ?? name;
  const arn = gatewayPaths[type]
    ? `arn:aws:apigateway:${place.region}::/${gatewayPaths[type]}/${name}-id`
    : `arn:aws:${service}:${place.region}:${place.accountId}:${physicalName}`;
  const invoke = `arn:aws:apigateway:${place.region}:lambda:path`;
  return {
    arn,
    name: physicalName,
    bucket: inputs.bucket ?? name,
    value: inputs.value ?? `value-of-${name}`,
    createdDate: "2026-03-14T12:00:00Z",
    dnsName: `${name}.elb.example`,
    domainName: `${name}.cloudfront.net`,
    invokeUrl: `https://${name}.execute-api.example/api`,
    invokeArn: `${invoke}/2015-03-31/functions/${arn}/invocations`,
    responseStreamingInvokeArn: `${invoke}/2021-11-15/functions/${arn}/response-streaming-invocations`,
    executionArn: `arn:aws:execute-api:${place.region}:${place.accountId}:${name}`,
    rootResourceId: `${name}-root`,
    latestVersion: 1,
    dashboardName: inputs.dashboardName,
    clusterResourceId: `${name}-resource`,
    masterUserSecrets: [
      { secretArn: `arn:aws:secretsmanager:${place.region}:${place.accountId}:secret:${name}` },
    ],
    result: "{}",
  };
}

function refuse(token: string): never {
  throw new Error(`The program asks for ${token}, which these tests do not know`);
}
