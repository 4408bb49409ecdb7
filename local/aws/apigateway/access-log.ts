import type { CloudContext } from "../service";
import { contextVariable, fillTemplate } from "./context-variables";
import type { Exchange } from "./exchange";

/** The name of the log group. Throws for anything but a log group. */
export function accessLogGroup(destinationArn: string): string {
  const group = /^arn:aws:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(destinationArn)?.[1];
  if (group) return group;
  throw new Error(`Access logs can only be written to a log group, not to ${destinationArn}`);
}

/** Writes the line of a request, if its stage wants one. */
export function writeAccessLog(exchange: Exchange, context: CloudContext, nowMs: number): void {
  const settings = exchange.stage?.accessLogSettings;
  if (!settings) return;
  // A quote in a value (a user agent may hold one) must not break a line that is JSON.
  const valueOf = (name: string) => {
    const value = contextVariable(exchange, name, nowMs);
    return name === "error.messageString" || value === undefined ? value : JSON.stringify(value).slice(1, -1);
  };
  context.log(accessLogGroup(settings.destinationArn), fillTemplate(settings.format, valueOf, "-"));
}
