import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { physicalName } from "../physical-name";
import type { CloudService, Place } from "../service";

/** CloudWatch Logs: each log group is one file of lines. */
export interface Logs extends CloudService {
  /**
   * Writes at once, so that the last words of a process that dies are there. A line that cannot be written (the disk is
   * full) is lost: that must not end the cloud.
   */
  append(group: string, line: string): void;
}

/**
 * `/aws/lambda/chat` is written to `aws-lambda-chat.log` in `folder`.
 *
 * @param warn Told when the first line is lost.
 */
export function createLogs(folder: string, place: Place, warn: (message: string) => void): Logs {
  let isWarned = false;
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
      try {
        appendFileSync(join(folder, logFileName(group)), line.endsWith("\n") ? line : `${line}\n`);
      } catch (error) {
        if (!isWarned) warn(`Log lines are lost: ${(error as Error).message}`);
        isWarned = true;
      }
    },
  };
}

/** Log group names hold letters, digits and `_-/.#`. */
function logFileName(group: string): string {
  return `${group.replace(/^\//, "").replaceAll("/", "-")}.log`;
}
