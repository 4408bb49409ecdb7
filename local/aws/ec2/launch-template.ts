import { isDeepStrictEqual } from "node:util";
import { physicalName } from "../physical-name";
import { randomHex } from "../random-id";
import type { Place, Props, Registration, ResourceProvider } from "../service";

/** What an instance is made of. */
export interface LaunchTemplate {
  id: string;
  /** Counts up whenever the program changes it. Only the latest version is kept. */
  version: number;
  /** Name of the instance profile. */
  instanceProfile: string;
  /** Decoded. */
  userData: string;
}

/** `aws:ec2/launchTemplate:LaunchTemplate`. Image, type and disks of the machine have no meaning on a laptop. */
export function launchTemplateProvider(
  templates: Map<string, LaunchTemplate>,
  place: Place,
): ResourceProvider {
  return {
    async create(registration) {
      const { inputs, previous } = registration;
      const id = previous?.id ?? `lt-${randomHex(17)}`;
      const version = nextVersion(registration);
      templates.set(id, {
        id,
        version,
        instanceProfile: instanceProfileName(registration),
        userData: Buffer.from(inputs.userData ?? "", "base64").toString("utf8"),
      });
      return {
        id,
        outputs: {
          name: physicalName(registration),
          arn: `arn:aws:ec2:${place.region}:${place.accountId}:launch-template/${id}`,
          latestVersion: version,
          defaultVersion: version,
        },
      };
    },
    async delete(id) {
      templates.delete(id);
    },
  };
}

function nextVersion({ inputs, previous }: Registration): number {
  if (!previous) return 1;
  const same = Object.entries(inputs).every(([key, value]) =>
    isDeepStrictEqual(plainCopy(value), plainCopy(previous.outputs[key])),
  );
  return previous.outputs.latestVersion + (same ? 0 : 1);
}

/** What went through the state file lost its `undefined` entries: both sides are compared without them. */
function plainCopy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function instanceProfileName({ inputs, name }: Registration): string {
  const profile: Props = inputs.iamInstanceProfile ?? {};
  const found = profile.name ?? profile.arn?.slice(profile.arn.lastIndexOf("/") + 1);
  if (!found) throw new Error(`Launch template "${name}" has no instance profile.`);
  return found;
}
