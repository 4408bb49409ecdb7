import { physicalName } from "../physical-name";
import { randomHex } from "../random-id";
import type { CloudService, Place, Props, Registration, ResourceProvider } from "../service";
import type { HealthCheck } from "./health-check";
import { TargetGroup } from "./target-group";

interface Listener {
  loadBalancerArn: string;
  port: number;
  targetGroupArn: string;
}

/** Elastic Load Balancing: application load balancers that forward plain HTTP to instances. */
export class ElbService implements CloudService {
  readonly name = "elasticloadbalancing";
  readonly resources: Record<string, ResourceProvider>;
  readonly #targetGroups = new Map<string, TargetGroup>();
  readonly #listeners = new Map<string, Listener>();

  constructor(private readonly place: Place) {
    this.resources = {
      "aws:lb/loadBalancer:LoadBalancer": {
        create: async (registration) => this.#loadBalancer(registration),
      },
      "aws:lb/targetGroup:TargetGroup": { create: async (registration) => this.#targetGroup(registration) },
      "aws:lb/listener:Listener": { create: async (registration) => this.#listener(registration) },
    };
  }

  targetGroup(arn: string): TargetGroup {
    const group = this.#targetGroups.get(arn);
    if (!group) throw new Error(`There is no target group ${arn}.`);
    return group;
  }

  /** Where a load balancer sends what comes in at a port; undefined when it does not listen there. */
  targetGroupBehind(loadBalancerArn: string, port: number): TargetGroup | undefined {
    for (const listener of this.#listeners.values()) {
      if (listener.loadBalancerArn === loadBalancerArn && listener.port === port) {
        return this.targetGroup(listener.targetGroupArn);
      }
    }
    return undefined;
  }

  async stop(): Promise<void> {
    for (const group of this.#targetGroups.values()) group.close();
  }

  #loadBalancer(registration: Registration) {
    const { inputs } = registration;
    if (inputs.loadBalancerType && inputs.loadBalancerType !== "application") {
      throw new Error(`A load balancer of type "${inputs.loadBalancerType}" is not supported.`);
    }
    const name = physicalName(registration);
    const arn = this.#arn(registration, `loadbalancer/app/${name}`);
    const prefix = inputs.internal ? "internal-" : "";
    const dnsName = `${prefix}${name}-${arn.slice(-9)}.${this.place.region}.elb.amazonaws.com`;
    return { id: arn, outputs: { name, arn, arnSuffix: arnSuffix(arn), dnsName, zoneId: "Z35SXDOTRQ7X7K" } };
  }

  #targetGroup(registration: Registration) {
    const { inputs } = registration;
    if ((inputs.protocol ?? "HTTP") !== "HTTP" || (inputs.targetType ?? "instance") !== "instance") {
      throw new Error(`Target group "${registration.name}": only instances over HTTP are supported.`);
    }
    const name = physicalName(registration);
    const arn = this.#arn(registration, `targetgroup/${name}`);
    this.#targetGroups.set(arn, new TargetGroup(inputs.port, readHealthCheck(inputs.healthCheck ?? {})));
    return { id: arn, outputs: { name, arn, arnSuffix: arnSuffix(arn) } };
  }

  #listener(registration: Registration) {
    const { inputs } = registration;
    const [action, ...others] = inputs.defaultActions;
    if (inputs.protocol !== "HTTP" || action?.type !== "forward" || others.length > 0) {
      throw new Error(`Listener "${registration.name}": only HTTP that is forwarded is supported.`);
    }
    const { loadBalancerArn, port } = inputs;
    const arn = this.#arn(registration, arnSuffix(loadBalancerArn).replace("app/", "listener/app/"));
    this.#listeners.set(arn, { loadBalancerArn, port, targetGroupArn: action.targetGroupArn });
    return { id: arn, outputs: { arn } };
  }

  #arn({ previous }: Registration, path: string): string {
    const { region, accountId } = this.place;
    return previous?.id ?? `arn:aws:elasticloadbalancing:${region}:${accountId}:${path}/${randomHex(16)}`;
  }
}

/** What CloudWatch's dimensions want: `app/name/0123456789abcdef`, `targetgroup/name/0123456789abcdef`. */
function arnSuffix(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1).replace(/^loadbalancer\//, "");
}

/** With AWS's defaults. */
function readHealthCheck(inputs: Props): HealthCheck {
  return {
    path: inputs.path ?? "/",
    intervalMs: (inputs.interval ?? 30) * 1000,
    timeoutMs: (inputs.timeout ?? 5) * 1000,
    healthyThreshold: inputs.healthyThreshold ?? 5,
    unhealthyThreshold: inputs.unhealthyThreshold ?? 2,
    matcher: inputs.matcher ?? "200",
  };
}
