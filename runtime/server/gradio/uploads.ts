import type { FileLimits, FileLink, NewFile } from "../../contract/file";
import { Problem } from "../../contract/problem";
import type { UserApi } from "../user-api";
import { askApi, type Asker } from "./api-call";
import type { FormFile } from "./form";

/** What a client gives back of a file that it has uploaded; it sends more, none of it is needed. */
interface FileData {
  path?: unknown;
  orig_name?: unknown;
}

/** What a message says of its files. */
export interface MessageFiles {
  ids: string[];
  names: string[];
}

/**
 * Files on their way into a message. They go where all files go, for whoever is in: the path that an upload is answered
 * with is the file's id and name, so that any server knows it, and opens to nobody else.
 */
export interface Uploads {
  /** @throws Problem the API's refusal; nothing is left of the file then. */
  take(asker: Asker, file: FormFile): Promise<string>;
  /** Where its bytes can be had; undefined for what is no file of the asker. */
  linkTo(asker: Asker, path: string): Promise<string | undefined>;
  /** @throws Problem `bad_request` for what was never taken. */
  filesOf(asker: Asker, files: readonly unknown[]): Promise<MessageFiles>;
}

/** Longer than a file of the largest size takes from a server to its region's bucket. */
const sendingMs = 60_000;

export function createUploads(userApi: UserApi, { maxFileBytes, seesImages }: FileLimits): Uploads {
  return {
    async take(asker, file) {
      const { name, type } = file;
      const request = { name: baseName(name), type: mediaType(type), size: file.bytes.length };
      const made = await askApi<NewFile>(userApi, asker, "POST", "/files", request);
      try {
        await send(made, file);
      } catch (error) {
        await askApi(userApi, asker, "DELETE", `/files/${made.id}`).catch(() => undefined);
        throw error;
      }
      return `${made.id}/${encodeURIComponent(request.name)}`;
    },

    async linkTo(asker, path) {
      const id = idIn(path);
      if (id === undefined) return undefined;
      try {
        return (await askApi<FileLink>(userApi, asker, "GET", `/files/${id}`)).url;
      } catch (error) {
        if (error instanceof Problem && error.code === "not_found") return undefined;
        throw error;
      }
    },

    async filesOf(asker, files) {
      const told = files.map((file) => toldOf(file as FileData | null));
      // A client does not tell why an upload was refused: it goes on without path and name.
      if (!told.every((file) => file !== undefined)) {
        const kinds = `Texts, PDF, Word, Excel and PowerPoint files${seesImages ? " and images" : ""}`;
        throw new Problem(
          "bad_request",
          `files: one of them was not taken. ${kinds} of at most ${maxFileBytes} bytes are.`,
        );
      }
      for (const { id, name, uploadedAs } of told) {
        if (name !== uploadedAs) await askApi(userApi, asker, "PATCH", `/files/${id}`, { name });
      }
      return { ids: told.map(({ id }) => id), names: told.map(({ name }) => name) };
    },
  };
}

async function send({ upload }: NewFile, { bytes }: FormFile): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append("file", new Blob([new Uint8Array(bytes)]));
  const signal = AbortSignal.timeout(sendingMs);
  const unreachable = (cause: unknown) =>
    new Problem("api_unreachable", "The file could not be stored. Please try again.", { cause });
  const answer = await fetch(upload.url, { method: "POST", body: form, signal }).catch((error: unknown) => {
    throw unreachable(error);
  });
  const text = await answer.text();
  if (!answer.ok) throw unreachable(new Error(`S3 answered ${answer.status}: ${text.slice(0, 500)}`));
}

function toldOf(file: FileData | null): { id: string; name: string; uploadedAs: string } | undefined {
  const path = typeof file?.path === "string" ? file.path : "";
  const id = idIn(path);
  if (id === undefined) return undefined;
  const uploadedAs = decoded(path.slice(id.length + 1));
  // The JavaScript client uploads every file as "blob", and tells its name only now.
  const name = typeof file?.orig_name === "string" ? baseName(file.orig_name) : uploadedAs;
  return { id, name, uploadedAs };
}

/** The id at the beginning of a path that {@link Uploads.take} made. */
function idIn(path: string): string | undefined {
  return /^([0-9A-Z]{26})\//.exec(path)?.[1];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A client may tell a whole path of its own machine, which is nobody's business. */
function baseName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? "";
  return base.replace(/\p{Cc}/gu, "").slice(0, 200) || "file";
}

/** Without parameters; what a client says nothing of, or nonsense, is bytes. */
function mediaType(type: string): string {
  const plain = type.split(";")[0]?.trim() ?? "";
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(plain) ? plain : "application/octet-stream";
}
