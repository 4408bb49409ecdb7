import type { Ec2Service } from "../ec2/ec2-service";
import type { ElbService } from "../elb/elb-service";
import { physicalName } from "../physical-name";
import { randomHex } from "../random-id";
import type { CloudContext, CloudService, Registration, ResourceProvider } from "../service";
import { AutoScalingGroup } from "./auto-scaling-group";

/** EC2 Auto Scaling: groups of a fixed size. */
export class AutoScalingService implements CloudService {
  readonly name = "autoscaling";
  readonly resources: Record<string, ResourceProvider>;
  readonly #groups = new Map<string, AutoScalingGroup>();

  constructor(
    private readonly context: CloudContext,
    private readonly ec2: Ec2Service,
    private readonly elb: ElbService,
    private readonly startTimeoutMs: number,
  ) {
    this.resources = {
      "aws:autoscaling/group:Group": { create: async (registration) => this.#create(registration) },
    };
  }

  async start(): Promise<void> {
    await Promise.all([...this.#groups.values()].map((group) => group.start()));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#groups.values()].map((group) => group.stop()));
  }

  #create(registration: Registration) {
    const { inputs, previous } = registration;
    const { launchTemplate, targetGroupArns = [], minSize, desiredCapacity = minSize } = inputs;
    const name = physicalName(registration);
    if (!launchTemplate?.id)
      throw new Error(`Auto Scaling group "${name}" has no launchTemplate with an id.`);
    this.#groups.set(
      name,
      new AutoScalingGroup({
        name,
        desiredCapacity,
        launchTemplate: { id: launchTemplate.id, version: launchTemplate.version ?? "$Default" },
        targetGroups: targetGroupArns.map((arn: string) => this.elb.targetGroup(arn)),
        replaceUnhealthy: inputs.healthCheckType === "ELB",
        ec2: this.ec2,
        startTimeoutMs: this.startTimeoutMs,
        warn: (message) => this.context.warn(message),
      }),
    );
    const { region, accountId } = this.context.place;
    const arn =
      previous?.outputs.arn ??
      `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:${randomHex(32)}:autoScalingGroupName/${name}`;
    return { id: name, outputs: { name, arn, desiredCapacity } };
  }
}
