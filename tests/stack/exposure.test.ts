import { describe, expect, inject, it } from "vitest";
import { all, resourceOf, resourcesOf } from "./registrations";

describe("Nothing listens to the internet but CloudFront and API Gateway", () => {
  it("no security group lets in an address", () => {
    const rules = resourcesOf("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(rules.map(({ name }) => name).sort()).toEqual([
      "server-alb-between-ingress-rule",
      "server-alb-ingress-rule",
      "server-alb-target-ingress-rule",
    ]);
    expect(rules.filter(({ inputs }) => inputs.cidrIpv4 ?? inputs.cidrIpv6)).toEqual([]);
    const groups = resourcesOf("aws:ec2/securityGroup:SecurityGroup");
    expect(groups.filter(({ inputs }) => inputs.ingress !== undefined)).toEqual([]);
  });

  it("the load balancer is internal, in isolated subnets, and lets in CloudFront alone", () => {
    const { inputs } = resourceOf("aws:lb/loadBalancer:LoadBalancer");
    expect(inputs.internal).toBe(true);
    const fromCloudFront = resourcesOf("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").find(
      (rule) => rule.inputs.prefixListId,
    );
    expect(fromCloudFront?.inputs).toMatchObject({ prefixListId: "pl-cloudfront", fromPort: 80, toPort: 80 });
  });

  it("the page is served over HTTPS only", () => {
    const { inputs } = resourceOf("aws:cloudfront/distribution:Distribution");
    const behaviours = [inputs.defaultCacheBehavior, ...inputs.orderedCacheBehaviors];
    expect(behaviours.map((one) => one.viewerProtocolPolicy)).toEqual([
      "redirect-to-https",
      "redirect-to-https",
    ]);
  });

  it("there is no NAT gateway, no function URL and no public endpoint of another kind", () => {
    const exposed = /natGateway|functionUrl|aws:ec2\/instance:|aws:ec2\/eip/;
    expect(all().filter(({ type }) => exposed.test(type))).toEqual([]);
  });
});

describe("The API", () => {
  it("asks for a key on every route but the health check and its document", () => {
    const open = resourcesOf("aws:apigateway/method:Method").filter(
      ({ inputs }) => inputs.authorization !== "CUSTOM" || inputs.apiKeyRequired !== true,
    );
    expect(open.map(({ name }) => name).sort()).toEqual(["api-health-get", "api-openapi-get"]);
  });

  it("is regional and streams POST /chat and /v1 for as long as Lambda may run", () => {
    expect(resourceOf("aws:apigateway/restApi:RestApi").inputs.endpointConfiguration).toEqual({
      types: "REGIONAL",
    });
    const streaming = resourcesOf("aws:apigateway/integration:Integration").filter(
      ({ inputs }) => inputs.responseTransferMode === "STREAM",
    );
    const byName = streaming.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    expect(byName.map(({ name, inputs }) => [name, inputs.timeoutMilliseconds])).toEqual([
      ["api-chat-post-integration", 900_000],
      ["api-v1-any-integration", 900_000],
      ["api-v1-rest-any-integration", 900_000],
    ]);
  });

  it("remembers nothing of who may call: a revoked key is the authorizer's to forget", () => {
    const { inputs } = resourceOf("aws:apigateway/authorizer:Authorizer");
    expect(inputs.authorizerResultTtlInSeconds).toBe(0);
  });

  it("keeps whole requests out of its logs", () => {
    expect(resourceOf("aws:apigateway/methodSettings:MethodSettings").inputs.settings).toMatchObject({
      loggingLevel: "OFF",
      dataTraceEnabled: false,
    });
  });
});

describe("The instance", () => {
  const template = resourceOf("aws:ec2/launchTemplate:LaunchTemplate");

  it("gives its role's credentials only to IMDSv2, one hop away", () => {
    expect(template.inputs.metadataOptions).toEqual({
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
  });

  it("has an encrypted disk", () => {
    expect(template.inputs.blockDeviceMappings[0].ebs.encrypted).toBe("true");
  });

  it("learns no secret from its user data", () => {
    const userData = Buffer.from(template.inputs.userData, "base64").toString();
    expect(userData.startsWith("#cloud-config\n")).toBe(true);
    expect(userData).not.toContain("value-of-");
  });
});

describe("Secrets", () => {
  it("are secret in the outputs: the API key and nothing else", () => {
    const outputs = Object.entries(inject("stackOutputs"));
    expect(outputs.filter(([, output]) => output.secret).map(([name]) => name)).toEqual(["apiKey"]);
  });

  it("reach the server through a SecureString", () => {
    expect(resourceOf("aws:ssm/parameter:Parameter").inputs.type).toBe("SecureString");
  });
});
