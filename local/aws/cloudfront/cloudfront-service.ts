import type { Server } from "node:http";
import type { ElbService } from "../elb/elb-service";
import { closeServer, listenOnLoopback } from "../loopback-server";
import { lowerAlphanumeric, randomHex, randomText } from "../random-id";
import type { CloudContext, CloudService, Props, Registration, ResourceProvider } from "../service";
import { type CacheBehavior, findBehavior } from "./cache-behavior";
import { getCachePolicy, getOriginRequestPolicy } from "./managed-policy";
import { type Route, createReverseProxy } from "./reverse-proxy";

export interface CloudFrontOptions {
  /** Where the chat page is found on 127.0.0.1. 0 takes a free port. */
  chatPort: number;
  /** What URLs of the cloud are on this computer: `https://….cloudfront.net` → `http://127.0.0.1:PORT`. */
  aliases: Map<string, string>;
}

/** CloudFront: one distribution, as a listener on the loopback. Nothing is cached. */
export class CloudFrontService implements CloudService {
  readonly name = "cloudfront";
  readonly resources: Record<string, ResourceProvider>;
  readonly functions = {
    "aws:cloudfront/getCachePolicy:getCachePolicy": getCachePolicy,
    "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": getOriginRequestPolicy,
  };
  /** ARN and port of the load balancer behind a VPC origin, by the origin's id. */
  readonly #vpcOrigins = new Map<string, { arn: string; port: number }>();
  #server?: Server;

  constructor(
    private readonly context: CloudContext,
    private readonly elb: ElbService,
    private readonly options: CloudFrontOptions,
  ) {
    this.resources = {
      "aws:cloudfront/vpcOrigin:VpcOrigin": {
        create: async (registration) => this.#createVpcOrigin(registration),
      },
      "aws:cloudfront/distribution:Distribution": {
        create: (registration) => this.#createDistribution(registration),
      },
    };
  }

  /** Throws when a VPC origin leads nowhere. */
  async start(): Promise<void> {
    for (const { arn, port } of this.#vpcOrigins.values()) {
      if (!this.elb.targetGroupBehind(arn, port)) {
        throw new Error(`The load balancer ${arn} of a VPC origin has no listener on port ${port}.`);
      }
    }
  }

  async stop(): Promise<void> {
    if (this.#server) await closeServer(this.#server);
  }

  #createVpcOrigin({ inputs, name, previous }: Registration) {
    const config: Props = inputs.vpcOriginEndpointConfig;
    if (config.originProtocolPolicy !== "http-only") {
      throw new Error(`VPC origin "${name}": only originProtocolPolicy "http-only" is supported.`);
    }
    const id = previous?.id ?? `vo_${randomHex(22)}`;
    this.#vpcOrigins.set(id, { arn: config.arn, port: config.httpPort });
    return { id, outputs: { arn: this.#arn(`vpcorigin/${id}`), etag: "E1" } };
  }

  async #createDistribution({ inputs, name, previous }: Registration) {
    if (this.#server)
      throw new Error(`Distribution "${name}": the embedded CloudFront has room for one only.`);
    const behaviors: CacheBehavior[] = [
      ...(inputs.orderedCacheBehaviors ?? []),
      { ...inputs.defaultCacheBehavior, pathPattern: "*" },
    ];
    const origins = new Map<string, Route>(
      inputs.origins.map((origin: Props) => [origin.originId, this.#originRoute(origin)]),
    );
    const server = createReverseProxy({
      route(method, url) {
        const behavior = findBehavior(behaviors, url);
        return behavior?.allowedMethods.includes(method) ? origins.get(behavior.targetOriginId) : undefined;
      },
    });
    this.#server = server;
    const port = await this.#listen(server);
    const id = previous?.id ?? `E${randomText(13, lowerAlphanumeric).toUpperCase()}`;
    const domainName = previous?.outputs.domainName ?? `d${randomText(13, lowerAlphanumeric)}.cloudfront.net`;
    this.options.aliases.set(`https://${domainName}`, `http://127.0.0.1:${port}`);
    const outputs = { domainName, arn: this.#arn(`distribution/${id}`), hostedZoneId: "Z2FDTNDATAQYW2" };
    return { id, outputs: { ...outputs, status: "Deployed", etag: "E1" } };
  }

  #originRoute(origin: Props): Route {
    const config: Props | undefined = origin.vpcOriginConfig;
    const vpcOrigin = config && this.#vpcOrigins.get(config.vpcOriginId);
    if (!vpcOrigin)
      throw new Error(`Origin "${origin.originId}" has no VPC origin; others are not supported.`);
    return {
      // Looked up at each request: the listener may be made after the distribution.
      pick: () => this.elb.targetGroupBehind(vpcOrigin.arn, vpcOrigin.port)?.pick(),
      readTimeoutMs: (config.originReadTimeout ?? 30) * 1000,
    };
  }

  async #listen(server: Server): Promise<number> {
    const { chatPort } = this.options;
    try {
      return await listenOnLoopback(server, chatPort);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      const message = `Port ${chatPort} is taken by another program. Choose one with --port N.`;
      throw new Error(message, { cause: error });
    }
  }

  #arn(path: string): string {
    return `arn:aws:cloudfront::${this.context.place.accountId}:${path}`;
  }
}
