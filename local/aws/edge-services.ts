import { AutoScalingService } from "./autoscaling/autoscaling-service";
import { CloudFrontService } from "./cloudfront/cloudfront-service";
import { Ec2Service } from "./ec2/ec2-service";
import { ElbService } from "./elb/elb-service";
import type { CloudContext, CloudService } from "./service";

export interface EdgeOptions {
  /** Where the chat page is found on 127.0.0.1. 0 takes a free port. */
  chatPort: number;
  /**
   * What URLs of the cloud are on this computer: `https://….cloudfront.net` → `http://127.0.0.1:PORT`. Written for the
   * distribution, read for what instances are told in their environment.
   */
  aliases: Map<string, string>;
  /** ARN of the role of an instance profile, by the profile's name. Throws for an unknown profile. */
  roleOfInstanceProfile(name: string): string;
  /**
   * How long an instance may take until it is healthy.
   *
   * @default 20000
   */
  startTimeoutMs?: number;
}

/** A bucket as its own host, which stands in the path here. */
const bucketUrl = /^https:\/\/([a-z0-9-]+)\.s3\.[a-z0-9-]+\.amazonaws\.com(?=\/|$)/;

/** The way from the browser to the chat server: CloudFront, the load balancer, the Auto Scaling group, EC2. */
export function createEdgeServices(context: CloudContext, options: EdgeOptions): CloudService[] {
  const localUrl = (url: string) => {
    const alias = [...options.aliases].find(([cloud]) => url === cloud || url.startsWith(`${cloud}/`));
    if (alias) return alias[1] + url.slice(alias[0].length);
    return url.replace(bucketUrl, (_, name: string) => `${context.endpoint}/${name}`);
  };
  const ec2 = new Ec2Service(context, {
    roleOfInstanceProfile: (name) => options.roleOfInstanceProfile(name),
    localUrl,
  });
  const elb = new ElbService(context.place);
  const autoScaling = new AutoScalingService(context, ec2, elb, options.startTimeoutMs ?? 20_000);
  const cloudFront = new CloudFrontService(context, elb, options);
  return [ec2, elb, autoScaling, cloudFront];
}
