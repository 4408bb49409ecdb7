import type { IncomingMessage, ServerResponse } from "node:http";
import { escapeXml } from "./s3/xml";
import type { AwsError } from "./service";

/** Writes an error as the service's protocol has it: XML for S3, JSON for all others. */
export function writeError(
  error: AwsError,
  service: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (response.headersSent) {
    // Half an answer went out: only a cut connection tells the caller that it is not whole.
    response.destroy();
    return;
  }
  if (service === "s3") writeXml(error, request, response);
  else writeJson(error, request, response);
}

function writeJson(error: AwsError, request: IncomingMessage, response: ServerResponse): void {
  const asked = request.headers["content-type"];
  send(response, error.status, asked?.startsWith("application/x-amz-json") ? asked : "application/json", {
    headers: { "x-amzn-errortype": error.code },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.extra }),
  });
}

function writeXml(error: AwsError, request: IncomingMessage, response: ServerResponse): void {
  const isDenial = error.code === "AccessDeniedException";
  const members: Record<string, unknown> = {
    Code: isDenial ? "AccessDenied" : error.code,
    Message: error.message,
    ...error.extra,
    RequestId: String(response.getHeader("x-amz-request-id")),
  };
  const inner = Object.entries(members).map(
    ([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`,
  );
  send(response, isDenial ? 403 : error.status, "application/xml", {
    body:
      request.method === "HEAD"
        ? ""
        : `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner.join("")}</Error>`,
  });
}

function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  answer: { body: string; headers?: Record<string, string> },
): void {
  response.writeHead(status, { ...answer.headers, "content-type": contentType });
  response.end(answer.body);
}
