import { inspect } from "node:util";

import type { Props } from "../aws/service";

/** The key under which a property value says that it is more than plain JSON. Set by Pulumi's protocol. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

/** What a value with a signature is. */
export const signatures = {
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** Stands for a value that is not known yet. A local deployment knows every value, so it is refused. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Marks a value as secret. A provider may put it anywhere in its outputs. */
export function secret(value: unknown): Props {
  return { [signatureKey]: signatures.secret, value };
}

/**
 * A resource as an output value: the program gets the resource itself (`vpc.vpc.cidrBlock`), whose outputs it then asks
 * the engine for. `construct` returns it for the children it has registered.
 */
export function reference(urn: string, id?: string): Props {
  return { [signatureKey]: signatures.resource, urn, ...(id === undefined ? {} : { id }) };
}

/** The signature of a value, or undefined for plain JSON. */
function signatureOf(value: unknown): string | undefined {
  return isBag(value) ? (value[signatureKey] as string | undefined) : undefined;
}

/** True for a secret and for an output value that is one. */
export function isSecret(value: unknown): value is Props {
  const signature = signatureOf(value);
  return (
    signature === signatures.secret || (signature === signatures.output && (value as Props).secret === true)
  );
}

/** True when the value or anything inside it is secret. */
export function containsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsSecret);
  return isSecret(value) || (isBag(value) && Object.values(value).some(containsSecret));
}

/**
 * Takes secret and output wrappers off, at any depth; a resource reference becomes its id. Assets and archives stay the
 * wire objects that they are (see `archive.ts`), without the secrets around them. Throws for an unknown value.
 */
export function plain(value: unknown): unknown {
  if (value === unknownValue) throw new Error("An unknown value cannot be used in a local deployment");
  if (Array.isArray(value)) return value.map(plain);
  if (!isBag(value)) return value;
  switch (signatureOf(value)) {
    case signatures.secret:
      return plain(value.value);
    case signatures.output:
      if (!("value" in value)) throw new Error("An unknown value cannot be used in a local deployment");
      return plain(value.value);
    case signatures.resource:
      return value.id || value.urn;
  }
  return mapValues(value, plain);
}

/** `plain` for a bag of properties. */
export function plainProps(props: Props): Props {
  return mapValues(props, plain);
}

/**
 * Marks what was secret in the inputs as secret in the outputs, at the same place. A list whose length changed is secret
 * as a whole, since its elements cannot be told apart any more.
 */
export function carrySecrets(output: unknown, input: unknown): unknown {
  if (output === undefined || isSecret(output)) return output;
  if (isSecret(input)) return secret(output);
  if (Array.isArray(input) && containsSecret(input)) {
    if (!Array.isArray(output) || output.length !== input.length) return secret(output);
    return output.map((element, index) => carrySecrets(element, input[index]));
  }
  if (isBag(input) && isBag(output)) {
    return Object.fromEntries(
      Object.entries(output).map(([key, element]) => [key, carrySecrets(element, input[key])]),
    );
  }
  return output;
}

/**
 * Readies a value for the wire: entries that are `undefined` are left out, since the protocol has no word for them.
 * Throws for a value that JSON cannot hold, naming where it stands.
 */
export function sendable(value: unknown, at = ""): unknown {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((element, index) => sendable(element, `${at}[${index}]`));
  if (isBag(value)) {
    const defined = Object.entries(value).filter(([, element]) => element !== undefined);
    return Object.fromEntries(
      defined.map(([key, element]) => [key, sendable(element, at ? `${at}.${key}` : key)]),
    );
  }
  throw new Error(`Property ${at || "(root)"} cannot be sent to the program: ${inspect(value)}`);
}

/** A plain object of this or another realm (tests run in realms of their own), never a class instance. */
function isBag(value: unknown): value is Props {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function mapValues(props: Props, change: (value: unknown) => unknown): Props {
  return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, change(value)]));
}
