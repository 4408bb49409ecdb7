import { randomBytes } from "node:crypto";
import type { Place } from "../service";

export interface Parameter {
  name: string;
  arn: string;
  type: "String" | "StringList" | "SecureString";
  value: string;
  /** What a SecureString shows without decryption. */
  ciphertext: string;
  version: number;
  lastModified: number;
}

/** The account's parameters. Only in memory: the program registers them again at each start. */
export class ParameterStore {
  readonly #parameters = new Map<string, Parameter>();

  constructor(private readonly place: Place) {}

  put(name: string, type: Parameter["type"], value: string): Parameter {
    const parameter: Parameter = {
      name,
      arn: this.arn(name),
      type,
      value,
      ciphertext: randomBytes(96).toString("base64"),
      version: (this.#parameters.get(name)?.version ?? 0) + 1,
      lastModified: Date.now() / 1000,
    };
    this.#parameters.set(name, parameter);
    return parameter;
  }

  /** By name or ARN. */
  get(nameOrArn: string): Parameter | undefined {
    const byName = this.#parameters.get(nameOrArn);
    return byName ?? [...this.#parameters.values()].find(({ arn }) => arn === nameOrArn);
  }

  delete(name: string): void {
    this.#parameters.delete(name);
  }

  /** A name's leading slash is part of the ARN's path, not doubled. */
  arn(name: string): string {
    if (name.startsWith("arn:")) return name;
    return `arn:aws:ssm:${this.place.region}:${this.place.accountId}:parameter/${name.replace(/^\//, "")}`;
  }
}
