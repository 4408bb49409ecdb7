import { matchesArn } from "../iam/pattern";
import type { Props, ResourceProvider } from "../service";

interface Permission {
  functionName: string;
  principal: string;
  sourceArn?: string;
}

/** The resource policies of all functions: which service may call which function, on behalf of what. */
export class PermissionBook {
  readonly #permissions = new Map<string, Permission>();

  /** @param functionArn Unqualified. */
  allows(functionArn: string, principalService: string, sourceArn: string): boolean {
    const name = functionNameOf(functionArn);
    return [...this.#permissions.values()].some(
      (permission) =>
        permission.functionName === name &&
        permission.principal === principalService &&
        (permission.sourceArn === undefined || matchesArn(permission.sourceArn, sourceArn)),
    );
  }

  readonly provider: ResourceProvider = {
    create: async ({ inputs, name, previous }) => {
      checkPermission(inputs, name);
      const id: string = inputs.statementId ?? previous?.id ?? `${inputs.statementIdPrefix ?? ""}${name}`;
      const functionName = functionNameOf(inputs.function);
      const { principal, sourceArn } = inputs;
      this.#permissions.set(`${functionName}/${id}`, { functionName, principal, sourceArn });
      return { id, outputs: { statementId: id } };
    },
    delete: async (id, outputs) => {
      this.#permissions.delete(`${functionNameOf(outputs.function)}/${id}`);
    },
  };
}

function checkPermission(inputs: Props, name: string): void {
  if (inputs.action !== "lambda:InvokeFunction") {
    throw new Error(
      `Lambda permission ${name}: action ${inputs.action} is not supported, only lambda:InvokeFunction`,
    );
  }
  const refused = ["qualifier", "eventSourceToken", "functionUrlAuthType", "principalOrgId"].find(
    (key) => inputs[key],
  );
  if (refused)
    throw new Error(`Lambda permission ${name}: ${refused} is not supported by the embedded cloud`);
}

/** From a name or an ARN. */
function functionNameOf(nameOrArn: string): string {
  return /:function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
