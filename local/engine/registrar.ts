import type { Props } from "../aws/service";
import type { Backend, RegisterChild } from "./backend";
import type { DeployEvent } from "./event";
import type { ResourceRecord } from "./resource-record";
import type { State } from "./state";
import { type AliasSpec, formerUrns, stackType, type UrnScope, urnOf } from "./urn";
import { carrySecrets, plainProps, secret } from "./wire";

/** A resource as the program asks for it. */
export interface RegisterRequest extends Omit<
  ResourceRecord,
  "urn" | "id" | "outputs" | "formerUrns" | "external"
> {
  aliases: AliasSpec[];
  additionalSecretOutputs: string[];
}

export interface RegistrarPorts {
  backend: Backend;
  /** @default - every resource is new */
  state?: State;
  onEvent: (event: DeployEvent) => void;
}

/** Keeps what a program has registered and has the backend make it. Registrations run side by side. */
export class Registrar {
  /** By URN, in the order of registration. */
  readonly resources = new Map<string, ResourceRecord>();
  /** What failed, in order. */
  readonly failures: Array<{ record: ResourceRecord; message: string }> = [];
  /** What the program exports; unset until it has. */
  stackOutputs: Props = {};
  private readonly running = new Set<Promise<unknown>>();
  private readonly reported = new WeakSet<Error>();

  constructor(
    private readonly scope: UrnScope,
    private readonly ports: RegistrarPorts,
  ) {}

  /** Rejects with the backend's own error, or for a URN that is taken. */
  async register(request: RegisterRequest): Promise<ResourceRecord> {
    const record = this.newRecord(request);
    if (!record.custom && !record.remote) return record;
    if (record.type.startsWith("pulumi:providers:")) {
      return Object.assign(record, { id: `${record.name}-provider`, outputs: record.inputs });
    }
    const work = record.remote
      ? this.construct(record)
      : this.create(record, request.additionalSecretOutputs);
    return this.tracked(work);
  }

  /** Looks up a resource that the program does not make. */
  async read(request: RegisterRequest, id: string): Promise<ResourceRecord> {
    const record = this.newRecord(request);
    Object.assign(record, { id, external: true });
    const outputs = await this.tracked(this.ports.backend.read(record.type, id, plainProps(record.inputs)));
    record.outputs = markSecret(outputs, request.additionalSecretOutputs);
    return record;
  }

  get(urn: string): ResourceRecord {
    const record = this.resources.get(urn);
    if (!record) throw new Error(`No resource has the URN ${urn}`);
    return record;
  }

  registerOutputs(urn: string, outputs: Props): void {
    const record = this.get(urn);
    if (record.type === stackType) this.stackOutputs = outputs;
    else record.outputs = outputs;
  }

  /** Resolves when the backend works on nothing any more. */
  async settle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  private newRecord(request: RegisterRequest): ResourceRecord {
    const { aliases, additionalSecretOutputs: _marked, ...rest } = request;
    const urn = urnOf(this.scope, request.type, request.name, request.parent);
    if (this.resources.has(urn)) {
      throw new Error(`Two resources have the URN ${urn}; give one of them another name`);
    }
    const parentFormerUrns = this.resources.get(request.parent)?.formerUrns ?? [];
    const former = formerUrns(this.scope, request, aliases, parentFormerUrns);
    const record = { ...rest, urn, id: "", external: false, formerUrns: former, outputs: {} };
    this.resources.set(urn, record);
    return record;
  }

  private async create(record: ResourceRecord, additionalSecretOutputs: string[]): Promise<ResourceRecord> {
    const { urn, type, name } = record;
    const inputs = plainProps(record.inputs);
    const known = this.ports.state?.previous([urn, ...record.formerUrns]);
    const previous = known && { id: known.id, outputs: plainProps(known.outputs) };
    const elapsedMs = stopwatch();
    this.ports.onEvent({ kind: "creating", urn, type, name });
    try {
      const made = await this.ports.backend.create({
        urn,
        type,
        name,
        inputs,
        ...(previous && { previous }),
      });
      record.id = made.id;
      const outputs = carrySecrets({ ...inputs, ...made.outputs }, record.inputs) as Props;
      record.outputs = markSecret(outputs, additionalSecretOutputs);
    } catch (error) {
      throw this.failed(record, error, elapsedMs());
    }
    this.ports.state?.put(record);
    this.ports.onEvent({ kind: "created", urn, type, name, isNew: !previous, elapsedMs: elapsedMs() });
    return record;
  }

  private async construct(record: ResourceRecord): Promise<ResourceRecord> {
    const elapsedMs = stopwatch();
    const register: RegisterChild = async (type, name, inputs, parent = record.urn) => {
      const child = await this.register(childRequest(type, name, inputs, parent, record));
      return { urn: child.urn, id: child.id, outputs: plainProps(child.outputs) };
    };
    try {
      const inputs = plainProps(record.inputs);
      record.outputs = await this.ports.backend.construct(record.type, record.name, inputs, register);
    } catch (error) {
      throw this.failed(record, error, elapsedMs());
    }
    return record;
  }

  /** Reports an error once, at the resource where it arose: a component fails with the error of its child. */
  private failed(record: ResourceRecord, thrown: unknown, elapsedMs: number): Error {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    if (this.reported.has(error)) return error;
    this.reported.add(error);
    const { urn, type, name } = record;
    this.failures.push({ record, message: error.message });
    this.ports.onEvent({ kind: "failed", urn, type, name, message: error.message, elapsedMs });
    return error;
  }

  private async tracked<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    try {
      return await work;
    } finally {
      this.running.delete(work);
    }
  }
}

function childRequest(
  type: string,
  name: string,
  inputs: Props,
  parent: string,
  component: ResourceRecord,
): RegisterRequest {
  return {
    type,
    name,
    parent,
    inputs,
    custom: true,
    remote: false,
    provider: component.provider,
    dependencies: [],
    propertyDependencies: {},
    aliases: [],
    additionalSecretOutputs: [],
    protect: component.protect,
    retainOnDelete: component.retainOnDelete,
    ...(component.source && { source: component.source }),
  };
}

function markSecret(outputs: Props, names: string[]): Props {
  const marked = names.filter((name) => outputs[name] !== undefined);
  return {
    ...outputs,
    ...Object.fromEntries(marked.map((name) => [name, carrySecrets(outputs[name], secret(0))])),
  };
}

function stopwatch(): () => number {
  const start = performance.now();
  return () => Math.round(performance.now() - start);
}
