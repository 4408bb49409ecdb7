import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import * as enginePb from "@pulumi/pulumi/proto/engine_pb";
import * as resourcePb from "@pulumi/pulumi/proto/resource_pb";
import type * as emptyPb from "google-protobuf/google/protobuf/empty_pb";
import type * as structPb from "google-protobuf/google/protobuf/struct_pb";

import type { Props } from "../aws/service";
import type { Backend } from "./backend";
import type { LogEntry } from "./event";
import { placeInProgram } from "./failure";
import type { RegisterRequest, Registrar } from "./registrar";
import { stackType, type UrnScope } from "./urn";
import { plainProps, sendable } from "./wire";

// The SDK carries a protobuf of its own version, and messages of one version do not nest in those of another.
const sdkRequire = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));
const { Struct } = sdkRequire("google-protobuf/google/protobuf/struct_pb") as typeof structPb;
const { Empty } = sdkRequire("google-protobuf/google/protobuf/empty_pb") as typeof emptyPb;

type JsonObject = Parameters<typeof structPb.Struct.fromJavaScript>[0];

const { ResourceMonitorFeature: Feature } = resourcePb;

/** What the program may use of the protocol. Hooks and transforms would need calls back into the program. */
const features = [
  Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
];

const severities: Array<LogEntry["severity"] | undefined> = [undefined, "info", "warning", "error"];

/** The methods of `pulumirpc.ResourceMonitor`. The gRPC server answers UNIMPLEMENTED to all others. */
export function monitorMethods(
  scope: UrnScope,
  programDir: string,
  registrar: Registrar,
  backend: Backend,
): UntypedServiceImplementation {
  return {
    getDeploymentInfo: unary(() => deploymentInfo(scope)),
    registerResource: unary(async (request: resourcePb.RegisterResourceRequest) => {
      const record = await registrar.register(registration(request, programDir));
      return new resourcePb.RegisterResourceResponse()
        .setUrn(record.urn)
        .setId(record.id)
        .setObject(toStruct(record.outputs));
    }),
    registerResourceOutputs: unary((request: resourcePb.RegisterResourceOutputsRequest) => {
      registrar.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
      return new Empty();
    }),
    readResource: unary(async (request: resourcePb.ReadResourceRequest) => {
      const record = await registrar.read(lookup(request), request.getId());
      return new resourcePb.ReadResourceResponse().setUrn(record.urn).setProperties(toStruct(record.outputs));
    }),
    invoke: unary(async (request: resourcePb.ResourceInvokeRequest) => {
      const args = plainProps(fromStruct(request.getArgs()));
      const token = request.getTok();
      const answer =
        token === "pulumi:pulumi:getResource" ? stateOf(registrar, args) : backend.invoke(token, args);
      return new resourcePb.ResourceInvokeResponse().setReturn(toStruct(await answer));
    }),
    signalAndWaitForShutdown: unary(() => new Empty()),
  };
}

/** The methods of `pulumirpc.Engine`. */
export function engineMethods(
  registrar: Registrar,
  onLog: (entry: LogEntry) => void,
): UntypedServiceImplementation {
  return {
    log: unary((request: enginePb.LogRequest) => {
      const severity = severities[request.getSeverity()];
      const message = stripVTControlCharacters(request.getMessage());
      const urn = request.getUrn();
      if (severity) onLog({ severity, message, ...(urn && { urn }) });
      return new Empty();
    }),
    setRootResource: unary(() => new enginePb.SetRootResourceResponse()),
    getRootResource: unary(() => {
      const stack = [...registrar.resources.values()].find(({ type }) => type === stackType);
      return new enginePb.GetRootResourceResponse().setUrn(stack?.urn ?? "");
    }),
  };
}

function unary<Request, Answer>(
  answer: (request: Request) => Answer | Promise<Answer>,
): handleUnaryCall<Request, Answer> {
  return (call, callback) => {
    void (async () => {
      try {
        callback(null, await answer(call.request));
      } catch (error) {
        callback(
          error instanceof Error
            ? { message: error.message, details: error.message }
            : { details: String(error) },
        );
      }
    })();
  };
}

function deploymentInfo(scope: UrnScope): resourcePb.DeploymentInfo {
  return new resourcePb.DeploymentInfo()
    .setProject(scope.project)
    .setStack(scope.stack)
    .setOrganization("organization")
    .setDryrun(false)
    .setSupportedfeaturesList(features);
}

function registration(request: resourcePb.RegisterResourceRequest, programDir: string): RegisterRequest {
  const source = sourceOf(request, programDir);
  const byProperty = request.getPropertydependenciesMap().toArray() as unknown as Array<
    [string, [string[]?]]
  >;
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    provider: request.getProvider(),
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(byProperty.map(([name, [urns]]) => [name, urns ?? []])),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    aliases: [
      ...request.getAliasurnsList().map((urn) => ({ urn })),
      ...request
        .getAliasesList()
        .map((alias) => ({ urn: alias.getUrn(), ...aliasSpec(alias.getSpec()?.toObject()) })),
    ],
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    ...(source && { source }),
    inputs: fromStruct(request.getObject()),
  };
}

function aliasSpec(spec: Record<"parenturn" | "noparent", unknown> | undefined): Props {
  if (!spec) return {};
  const { parenturn, noparent, ...same } = spec;
  return { ...same, parentUrn: parenturn, noParent: noparent };
}

function lookup(request: resourcePb.ReadResourceRequest): RegisterRequest {
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: true,
    remote: false,
    provider: request.getProvider(),
    dependencies: request.getDependenciesList(),
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    aliases: [],
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    inputs: fromStruct(request.getProperties()),
  };
}

function sourceOf(request: resourcePb.RegisterResourceRequest, programDir: string): string | undefined {
  const position = request.getSourceposition();
  if (!position?.getUri().startsWith("file://")) return undefined;
  const place = placeInProgram(fileURLToPath(position.getUri()), programDir);
  return place && `${place}:${position.getLine()}`;
}

/** What the program asks when an output is a resource itself. */
function stateOf(registrar: Registrar, args: Props): Props {
  const { urn, id, outputs } = registrar.get(args.urn as string);
  return { urn, id, state: outputs };
}

function toStruct(props: Props): structPb.Struct {
  return Struct.fromJavaScript(sendable(props) as JsonObject);
}

function fromStruct(struct: structPb.Struct | undefined): Props {
  return struct?.toJavaScript() ?? {};
}
