import { readFileSync } from "node:fs";
import path from "node:path";

import type { LogEntry } from "./event";
import type { ResourceRecord } from "./resource-record";
import type { RunnerExit } from "./runner";

/** Says why the program failed: the resources that could not be made, or else what the program itself reported. */
export function explainFailure(
  exit: RunnerExit,
  failures: ReadonlyArray<{ record: ResourceRecord; message: string }>,
  logs: LogEntry[],
  programDir: string,
): string {
  if (failures.length > 0) {
    return failures.map(({ record, message }) => explainResource(record, message, programDir)).join("\n\n");
  }
  const errors = logs.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    return [...new Set(errors.map(({ message }) => explainLog(message, programDir)))].join("\n\n");
  }
  const how = exit.code === null ? "was killed" : `ended with exit code ${exit.code}`;
  return [`The program ${how} without saying why`, ...exit.stderr].join("\n");
}

function explainResource(
  { type, name, source }: ResourceRecord,
  message: string,
  programDir: string,
): string {
  return [`${type} "${name}" failed: ${message}`, ...quote(source, programDir)].join("\n");
}

/** The message without the SDK's own words and frames; of the stack, the first line of the program itself. */
function explainLog(logged: string, programDir: string): string {
  const text = logged
    .replace(/^Running program '.*' failed with an unhandled exception:\n/, "")
    .replace(/^<ref \*\d+> /, "");
  const stackStart = text.search(/^ {4}at /m);
  if (stackStart < 0) return text;
  const frame = programFrames(text.slice(stackStart), programDir)[0];
  return [text.slice(0, stackStart).trimEnd(), ...quote(frame, programDir)].join("\n");
}

function programFrames(stack: string, programDir: string): string[] {
  const places = [...stack.matchAll(/\(?(?:file:\/\/)?(\/[^()\n]+|[A-Za-z]:\\[^()\n]+):(\d+):\d+\)?$/gm)];
  return places.flatMap(([, file = "", line = ""]) => {
    const place = placeInProgram(file, programDir);
    return place === undefined ? [] : [`${place}:${line}`];
  });
}

/** A file's path relative to the program's folder; undefined for files that are not the program's own. */
export function placeInProgram(file: string, programDir: string): string | undefined {
  const relative = path.relative(programDir, file);
  const isOwn = !relative.startsWith("..") && !path.isAbsolute(relative);
  return isOwn && !relative.split(path.sep).includes("node_modules") ? relative : undefined;
}

/** The place (`index.ts:12`) and the line that stands there. */
function quote(place: string | undefined, programDir: string): string[] {
  if (place === undefined) return [];
  const [, file = "", line = ""] = /^(.*):(\d+)$/.exec(place) ?? [];
  const code = sourceLine(path.resolve(programDir, file), Number(line));
  return [`  at ${place}`, ...(code === undefined ? [] : [`     ${code.trim()}`])];
}

function sourceLine(file: string, line: number): string | undefined {
  try {
    return readFileSync(file, "utf8").split("\n")[line - 1];
  } catch {
    // The line is a service to the reader; the message stands without it.
    return undefined;
  }
}
