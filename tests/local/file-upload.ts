import type { NewFile } from "../../runtime/contract/file";
import type { ApiClient } from "./api-client";

/** Bytes of anything, in the form that uploads them. */
export function formOf({ upload }: NewFile, bytes: BlobPart, changes: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...upload.fields, ...changes })) form.append(name, value);
  // Last: S3 looks at nothing that comes after the file.
  form.append("file", new Blob([bytes]));
  return form;
}

export const sendForm = (made: NewFile, form: FormData) =>
  fetch(made.upload.url, { method: "POST", body: form });

export async function askToUpload(
  api: ApiClient,
  name: string,
  size: number,
  type = "text/plain",
): Promise<NewFile> {
  const { status, body } = await api.request<NewFile>("POST", "/files", { name, type, size });
  if (status !== 201) throw new Error(`POST /files answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Uploads a file as a script does; its id. */
export async function uploadFile(
  api: ApiClient,
  name: string,
  bytes: Uint8Array<ArrayBuffer> | string,
  type = "text/plain",
): Promise<string> {
  const made = await askToUpload(api, name, Buffer.byteLength(bytes), type);
  const { status } = await sendForm(made, formOf(made, bytes));
  if (status !== 204) throw new Error(`the upload was answered ${status}`);
  return made.id;
}
