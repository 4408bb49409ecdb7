import type { Props } from "../../service";

/** An operation of DynamoDB's API: JSON in, JSON out; throws `AwsError`. */
export type Operation = (input: Props) => Promise<Props>;

export type Operations = Record<string, Operation>;
