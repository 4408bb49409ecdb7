import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { randomHex } from "../random-id";
import type { CloudContext, CloudService, ResourceProvider } from "../service";
import { vpcResources } from "../vpc/vpc-resources";
import { Instance } from "./instance";
import { type LaunchTemplate, launchTemplateProvider } from "./launch-template";
import { getManagedPrefixList } from "./managed-prefix-list";
import { recordedResource } from "./recorded-resource";

export interface Ec2Options {
  /** The role of an instance profile, by the profile's name. Throws for an unknown profile. */
  roleOfInstanceProfile(name: string): string;
  /** What a URL of the cloud is on this computer. */
  localUrl(url: string): string;
}

/** EC2: launch templates, security groups and running instances. */
export class Ec2Service implements CloudService {
  readonly name = "ec2";
  readonly resources: Record<string, ResourceProvider>;
  readonly functions: NonNullable<CloudService["functions"]>;
  readonly #templates = new Map<string, LaunchTemplate>();
  readonly #instances = new Map<string, Promise<Instance>>();
  #tidied?: Promise<void>;
  #stopped = false;

  constructor(
    private readonly context: CloudContext,
    private readonly options: Ec2Options,
  ) {
    const { place } = context;
    const arn = (type: string, id: string) => `arn:aws:ec2:${place.region}:${place.accountId}:${type}/${id}`;
    const rule = recordedResource("sgr", (id) => ({
      arn: arn("security-group-rule", id),
      securityGroupRuleId: id,
    }));
    this.resources = {
      ...vpcResources(place),
      "aws:ec2/launchTemplate:LaunchTemplate": launchTemplateProvider(this.#templates, place),
      "aws:ec2/securityGroup:SecurityGroup": recordedResource("sg", (id, { inputs, name }) => ({
        arn: arn("security-group", id),
        name: inputs.name ?? `${name}-${id.slice(-7)}`,
        ownerId: place.accountId,
      })),
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule,
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule,
    };
    this.functions = {
      "aws:ec2/getManagedPrefixList:getManagedPrefixList": async (args) => getManagedPrefixList(place, args),
    };
  }

  /**
   * Boots an instance.
   *
   * @param version A number, `$Latest` or `$Default`; only the latest one can be launched.
   */
  async launch(templateId: string, version: string): Promise<Instance> {
    const template = this.#templates.get(templateId);
    if (!template) throw new Error(`There is no launch template ${templateId}.`);
    if (version !== "$Latest" && version !== "$Default" && version !== String(template.version)) {
      throw new Error(`Launch template ${templateId} is at version ${template.version}, not ${version}.`);
    }
    this.#tidied ??= this.#removeLeftovers();
    await this.#tidied;
    const id = `i-${randomHex(17)}`;
    const booting = Instance.boot({
      context: this.context,
      id,
      template,
      roleArn: this.options.roleOfInstanceProfile(template.instanceProfile),
      localUrl: (url) => this.options.localUrl(url),
    });
    this.#instances.set(id, booting);
    booting.catch(() => this.#instances.delete(id));
    const instance = await booting;
    if (this.#stopped) await this.terminate(instance);
    return instance;
  }

  async terminate(instance: Instance): Promise<void> {
    await instance.terminate();
    this.#instances.delete(instance.id);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const booted = await Promise.allSettled(this.#instances.values());
    await Promise.all(
      booted.map(async (boot) => (boot.status === "fulfilled" ? this.terminate(boot.value) : undefined)),
    );
  }

  /** Disks of a run that had no time to tidy up. */
  async #removeLeftovers(): Promise<void> {
    const folder = this.context.folder("ec2");
    const entries = await readdir(folder).catch(() => []);
    await Promise.all(entries.map((entry) => rm(join(folder, entry), { recursive: true, force: true })));
  }
}
