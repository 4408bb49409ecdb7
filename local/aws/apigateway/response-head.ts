import type { Props } from "../service";
import type { Exchange } from "./exchange";

/** Node writes these itself, as the connection needs them. */
const framing = new Set(["connection", "content-length", "keep-alive", "transfer-encoding"]);

/** Sends status and headers of a function's answer (`statusCode`, `headers`, `multiValueHeaders`, `cookies`). */
export function sendHead({ response }: Exchange, answer: Props, own: Record<string, string> = {}): void {
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    if (!framing.has(name.toLowerCase())) response.setHeader(name, String(value));
  }
  for (const [name, values] of Object.entries(answer.multiValueHeaders ?? {})) {
    if (!framing.has(name.toLowerCase())) response.setHeader(name, (values as unknown[]).map(String));
  }
  for (const cookie of answer.cookies ?? []) response.appendHeader("set-cookie", String(cookie));
  if (!response.hasHeader("content-type")) response.setHeader("content-type", "application/json");
  response.writeHead(Number(answer.statusCode ?? 200), own);
}
