import type { Backend } from "../engine/backend";
import type { CloudService, Props, ResourceProvider } from "./service";

type Construct = (
  name: string,
  inputs: Props,
  register: Parameters<Backend["construct"]>[3],
) => Promise<Props>;

/** Configured providers need nothing made: they are the cloud itself. */
const providerResource: ResourceProvider = {
  create: async ({ name, inputs }) => ({ id: name, outputs: inputs }),
};

/** Which service answers for a type token, a function or a signature's scope. What nobody answers for is an error. */
export class ServiceRegistry {
  /** In the order they were added. Some have no API, and two may share none. */
  readonly all: CloudService[] = [];
  /** Those with an API, by name. */
  readonly services = new Map<string, CloudService>();
  readonly #resources = new Map<string, ResourceProvider>();
  readonly #functions: Map<string, NonNullable<CloudService["functions"]>[string]>;
  readonly #constructs: Map<string, Construct>;

  constructor(functions: NonNullable<CloudService["functions"]>, constructs: Record<string, Construct>) {
    this.#functions = new Map(Object.entries(functions));
    this.#constructs = new Map(Object.entries(constructs));
  }

  add(service: CloudService): void {
    this.all.push(service);
    if (service.handle) putOnce(this.services, service.name, service);
    for (const [type, provider] of Object.entries(service.resources))
      putOnce(this.#resources, type, provider);
    for (const [token, run] of Object.entries(service.functions ?? {})) putOnce(this.#functions, token, run);
  }

  async create(registration: Parameters<Backend["create"]>[0]): ReturnType<Backend["create"]> {
    return this.#provider(registration.type).create(registration);
  }

  async delete(type: string, id: string, outputs: Props): Promise<void> {
    await this.#provider(type).delete?.(id, outputs);
  }

  async invoke(token: string, args: Props): Promise<Props> {
    const run = this.#functions.get(token);
    if (!run) throw new Error(`The embedded cloud has no function ${token}`);
    return run(args);
  }

  async construct(
    type: string,
    name: string,
    inputs: Props,
    register: Parameters<Construct>[2],
  ): Promise<Props> {
    const construct = this.#constructs.get(type);
    if (!construct) throw new Error(`The embedded cloud cannot build the remote component ${type} (${name})`);
    return construct(name, inputs, register);
  }

  #provider(type: string): ResourceProvider {
    const provider = type.startsWith("pulumi:providers:") ? providerResource : this.#resources.get(type);
    if (!provider) throw new Error(`The embedded cloud has no resource type ${type}`);
    return provider;
  }
}

function putOnce<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.has(key)) throw new Error(`Two services of the embedded cloud claim ${key}`);
  map.set(key, value);
}
