import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { physicalName } from "../physical-name";
import type { CloudService, Place } from "../service";

/** CloudWatch Logs: each log group is one file of lines. */
export interface Logs extends CloudService {
  /** Writes at once, so that the last words of a process that dies are there. */
  append(group: string, line: string): void;
}

/** `/aws/lambda/chat` is written to `aws-lambda-chat.log` in `folder`. */
export function createLogs(folder: string, place: Place): Logs {
  return {
    name: "logs",
    resources: {
      "aws:cloudwatch/logGroup:LogGroup": {
        async create(registration) {
          const name = physicalName(registration);
          const arn = `arn:aws:logs:${place.region}:${place.accountId}:log-group:${name}`;
          return { id: name, outputs: { name, arn } };
        },
      },
    },
    append(group, line) {
      appendFileSync(join(folder, logFileName(group)), line.endsWith("\n") ? line : `${line}\n`);
    },
  };
}

/** Log group names hold letters, digits and `_-/.#`. */
export function logFileName(group: string): string {
  return `${group.replace(/^\//, "").replaceAll("/", "-")}.log`;
}
