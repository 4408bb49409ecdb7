import type { ServerResponse } from "node:http";
import { AwsError, type Props, type ServiceRequest } from "./service";

/** Operation and input of an AWS JSON 1.0 or 1.1 request, where `x-amz-target` is `<version>.<operation>`. */
export function readJsonCall(request: ServiceRequest): { operation: string; input: Props } {
  const target = request.headers["x-amz-target"];
  const operation = typeof target === "string" ? (target.split(".").at(-1) ?? "") : "";
  try {
    return { operation, input: JSON.parse(request.body.toString() || "{}") };
  } catch {
    throw new AwsError("SerializationException", "The body is not JSON");
  }
}

/** Answers in the JSON version the caller spoke. */
export function writeJson(request: ServiceRequest, response: ServerResponse, output: Props): void {
  const body = Buffer.from(JSON.stringify(output));
  response.writeHead(200, {
    "content-type": request.headers["content-type"] ?? "application/x-amz-json-1.0",
    "content-length": body.length,
  });
  response.end(body);
}

export function unknownOperation(service: string, operation: string): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `The embedded cloud's ${service} has no operation '${operation}'`,
  );
}
