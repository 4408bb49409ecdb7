import type { Props } from "../service";

/** Ids of the policies that CloudFront manages: the same in every account. */
const cachePolicies: Record<string, string> = {
  "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
};

const originRequestPolicies: Record<string, string> = {
  "Managed-AllViewerAndCloudFrontHeaders-2022-06": "33f36d7e-f396-46d9-90e0-52428a34d9dc",
};

/** `aws:cloudfront/getCachePolicy:getCachePolicy`, by name. */
export async function getCachePolicy({ name }: Props): Promise<Props> {
  return find("cache policy", cachePolicies, name);
}

/** `aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy`, by name. */
export async function getOriginRequestPolicy({ name }: Props): Promise<Props> {
  return find("origin request policy", originRequestPolicies, name);
}

function find(kind: string, policies: Record<string, string>, name: string): Props {
  const id = policies[name];
  if (!id) throw new Error(`The embedded CloudFront has no ${kind} "${name}".`);
  return { id, name };
}
