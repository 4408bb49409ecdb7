import { deflateRawSync, inflateRawSync } from "node:zlib";
import { limits } from "../../contract/limits";
import { Problem } from "../../contract/problem";
import type { Secrets } from "./secrets";

/** What a client gives back of a file that it has uploaded; it sends more, none of it is needed. */
interface FileData {
  path?: unknown;
  orig_name?: unknown;
}

/**
 * Text files on their way into a message. Nothing is kept of them: the path that an upload is answered with holds the
 * whole file, compressed and signed, so that any server can read it.
 */
export interface TextFiles {
  /**
   * @returns the path that stands for the file.
   * @throws Problem `too_large`, or `bad_request` when it is not a text.
   */
  pathOf(name: string, bytes: Buffer): string;
  /** The bytes of a path; undefined for what is none of ours. */
  read(path: string): Buffer | undefined;
  /**
   * The message with its files below it, each under its name.
   *
   * @throws Problem `bad_request`.
   */
  addTo(text: string, files: readonly unknown[]): string;
}

const root = "text/";

const whatIsTaken = `Only text files (Markdown, code, CSV, JSON, …) of at most ${limits.textFileBytes} bytes are taken.`;

export function createTextFiles(secrets: Secrets): TextFiles {
  function read(path: string): Buffer | undefined {
    const [content = "", signature = ""] = (path.split("/")[1] ?? "").split(".");
    if (!path.startsWith(root) || !secrets.isSigned("file", content, signature)) return undefined;
    return inflateRawSync(Buffer.from(content, "base64url"), { maxOutputLength: limits.textFileBytes });
  }

  return {
    pathOf(name, bytes) {
      if (bytes.length > limits.textFileBytes) {
        const size = `has ${bytes.length} bytes; at most ${limits.textFileBytes} are allowed.`;
        throw new Problem("too_large", `${JSON.stringify(baseName(name))} ${size}`);
      }
      textOf(name, bytes);
      const content = deflateRawSync(bytes).toString("base64url");
      return `${root}${content}.${secrets.sign("file", content)}/${encodeURIComponent(baseName(name))}`;
    },

    read,

    addTo(text, files) {
      if (files.length > limits.textFiles) {
        throw new Problem(
          "bad_request",
          `files: has ${files.length} entries; at most ${limits.textFiles} are allowed.`,
        );
      }
      return [text, ...files.map((file) => quote(file as FileData, read))].filter(Boolean).join("\n\n");
    },
  };
}

function quote(file: FileData | null, read: TextFiles["read"]): string {
  const path = typeof file?.path === "string" ? file.path : "";
  // The JavaScript client uploads every file as "blob", and tells its name only now.
  const name = baseName(typeof file?.orig_name === "string" ? file.orig_name : path);
  const bytes = read(path);
  // Nor does it tell why an upload was refused: it goes on without path and name.
  if (!bytes) throw new Problem("bad_request", `files: one of them was not taken. ${whatIsTaken}`);
  const text = textOf(name, bytes);
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${name}:\n${fence}\n${text}${text.endsWith("\n") ? "" : "\n"}${fence}`;
}

/** A client may tell a whole path of its own machine, which is nobody's business. */
function baseName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? "";
  return base.replace(/\p{Cc}/gu, "").slice(0, 200) || "file";
}

/** Told by what is in it: neither name nor type can be relied on. */
function textOf(name: string, bytes: Buffer): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // eslint-disable-next-line no-control-regex -- exactly these are what texts do not have
    if (!/[\0-\x08\x0e-\x1f]/.test(text)) return text;
  } catch {
    // Refused below, like a text with control characters.
  }
  throw new Problem(
    "bad_request",
    `${JSON.stringify(baseName(name))} is not a text in UTF-8. ${whatIsTaken}`,
  );
}
