/** The type of the resource that stands for the whole program. */
export const stackType = "pulumi:pulumi:Stack";

/** Makes the names by which a deployment knows its resources, as the Pulumi CLI makes them. */
export interface UrnScope {
  project: string;
  stack: string;
}

/** A former name, as a program states it. What is left out is as it is now. */
export interface AliasSpec {
  urn?: string;
  name?: string;
  type?: string;
  stack?: string;
  project?: string;
  parentUrn?: string;
  noParent?: boolean;
}

/** `urn:pulumi:dev::parley::parley:components:Network$aws:ec2/vpc:Vpc::network`. The stack is no part of the type path. */
export function urnOf(scope: UrnScope, type: string, name: string, parent: string): string {
  const parentType = parent.split("::")[2] ?? "";
  const qualified = parentType === "" || parentType === stackType ? type : `${parentType}$${type}`;
  return `urn:pulumi:${scope.stack}::${scope.project}::${qualified}::${name}`;
}

/** The logical name in a URN. Names may hold `::` themselves. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/**
 * All names that a resource may have had before: its own aliases and, for each former name of its parent, the name that
 * follows from it. A child whose name begins with its parent's is renamed along.
 */
export function formerUrns(
  scope: UrnScope,
  now: { type: string; name: string; parent: string },
  aliases: AliasSpec[],
  parentFormerUrns: string[],
): string[] {
  const own = aliases.map((alias) => aliasUrn(scope, now, alias));
  const inherited = parentFormerUrns.map((parent) => {
    const parentName = nameOf(now.parent);
    const name = now.name.startsWith(parentName)
      ? nameOf(parent) + now.name.slice(parentName.length)
      : now.name;
    return urnOf(scope, now.type, name, parent);
  });
  return [...new Set([...own, ...inherited])];
}

function aliasUrn(
  scope: UrnScope,
  now: { type: string; name: string; parent: string },
  alias: AliasSpec,
): string {
  if (alias.urn) return alias.urn;
  const parent = alias.noParent ? "" : alias.parentUrn || now.parent;
  const aliasScope = { project: alias.project || scope.project, stack: alias.stack || scope.stack };
  return urnOf(aliasScope, alias.type || now.type, alias.name || now.name, parent);
}
