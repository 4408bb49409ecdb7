import type { Props } from "../aws/service";

/** A resource of a deployment. Inputs and outputs are in wire form: secrets are marked, assets are wire objects. */
export interface ResourceRecord {
  urn: string;
  /** `aws:dynamodb/table:Table` */
  type: string;
  /** Its logical name. */
  name: string;
  /** URN of the parent; empty for the stack itself. */
  parent: string;
  /** False for components. */
  custom: boolean;
  /** A component that the backend builds (awsx). */
  remote: boolean;
  /** Looked up, not made, by this program. */
  external: boolean;
  /** Empty for components. */
  id: string;
  /** `<urn>::<id>` of an explicit provider; empty for the default one. */
  provider: string;
  /** URNs. */
  dependencies: string[];
  /** URNs by input property. */
  propertyDependencies: Record<string, string[]>;
  /** All URNs under which an earlier run may have known it. */
  formerUrns: string[];
  protect: boolean;
  retainOnDelete: boolean;
  /** Where in the program it is made: `index.ts:12`. */
  source?: string;
  inputs: Props;
  outputs: Props;
}
