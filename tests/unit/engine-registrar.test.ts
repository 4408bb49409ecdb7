import { describe, expect, it } from "vitest";

import type { DeployEvent } from "../../local/engine/event";
import { type RegisterRequest, Registrar } from "../../local/engine/registrar";
import { secret } from "../../local/engine/wire";
import { TestBackend } from "./fixtures/engine-backend";

function setUp() {
  const backend = new TestBackend();
  const events: DeployEvent[] = [];
  const registrar = new Registrar(
    { project: "shop", stack: "dev" },
    { backend, onEvent: (event) => void events.push(event) },
  );
  return { backend, events, registrar };
}

function request(name: string, rest: Partial<RegisterRequest> = {}): RegisterRequest {
  return {
    type: "test:index:Thing",
    name,
    parent: "",
    custom: true,
    remote: false,
    provider: "",
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    aliases: [],
    additionalSecretOutputs: [],
    inputs: {},
    ...rest,
  };
}

describe("Registrar", () => {
  it("gives the backend plain inputs and keeps secrets marked in what it records", async () => {
    const { backend, registrar } = setUp();
    const inputs = { size: 1, password: secret("hunter2") };
    const record = await registrar.register(request("a", { inputs, additionalSecretOutputs: ["token"] }));
    expect(backend.created).toEqual([
      { urn: record.urn, type: "test:index:Thing", name: "a", inputs: { size: 1, password: "hunter2" } },
    ]);
    expect(record.id).toBe("a-id");
    expect(record.inputs).toEqual(inputs);
    expect(record.outputs).toEqual({
      size: 1,
      password: secret("hunter2"),
      arn: "arn:a",
      token: secret("token-a"),
      key: secret("key-a"),
    });
  });

  it("asks the backend for nothing for a component or an explicit provider", async () => {
    const { backend, registrar } = setUp();
    await registrar.register(request("group", { type: "shop:c:Group", custom: false }));
    const provider = await registrar.register(request("aws", { type: "pulumi:providers:aws" }));
    expect(backend.created).toEqual([]);
    expect(provider.id).toBe("aws-provider");
  });

  it("registers the children of a remote component below it", async () => {
    const { registrar } = setUp();
    const remote = { type: "test:index:Remote", custom: false, remote: true, inputs: { size: 4 } };
    const record = await registrar.register(request("net", remote));
    expect([...registrar.resources.keys()]).toEqual([
      "urn:pulumi:dev::shop::test:index:Remote::net",
      "urn:pulumi:dev::shop::test:index:Remote$test:index:Thing::net-inner",
      "urn:pulumi:dev::shop::test:index:Remote$test:index:Thing$test:index:Thing::net-innermost",
    ]);
    expect(record.outputs.innermostArn).toBe("arn:net-innermost");
  });

  it("reports a failing child of a remote component once", async () => {
    const { events, registrar } = setUp();
    const hollow = request("net", { type: "test:index:Hollow", custom: false, remote: true });
    await expect(registrar.register(hollow)).rejects.toThrow(
      "ValidationException: size must be 1 or 2, not 3",
    );
    expect(events.map((event) => event.kind)).toEqual(["creating", "failed"]);
    expect(registrar.failures.map(({ record }) => record.name)).toEqual(["net-inner"]);
  });

  it("refuses a second resource of the same URN", async () => {
    const { registrar } = setUp();
    await registrar.register(request("a"));
    await expect(registrar.register(request("a"))).rejects.toThrow(
      "Two resources have the URN urn:pulumi:dev::shop::test:index:Thing::a; give one of them another name",
    );
  });

  it("looks a resource up without making it", async () => {
    const { backend, registrar } = setUp();
    const record = await registrar.read(request("found"), "abc");
    expect(record).toMatchObject({ id: "abc", external: true, outputs: { size: 3 } });
    expect(backend.created).toEqual([]);
  });
});
