import type { NewFile } from "../../runtime/contract/file";
import { ApiError, ConnectionLost } from "./api-error";

/** Code of the error when S3 says no, whose own words are not for people. */
export const uploadRefused = "upload_refused";

export interface UploadOptions {
  signal: AbortSignal;
  /** Told how much is sent, from 0 to 1. */
  onProgress?: (done: number) => void;
}

/** Posts a file to the form that the API made for it. Fails with `ApiError` or `ConnectionLost`, or as `signal` says. */
export type Upload = (form: NewFile["upload"], file: Blob, options: UploadOptions) => Promise<void>;

/** Not `fetch`, which tells nothing of how far an upload is. */
export const postForm: Upload = ({ url, fields }, file, { signal, onProgress }) =>
  new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    // S3 reads no field that comes after it.
    form.append("file", file);
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener("abort", abort);
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress?.(total > 0 ? loaded / total : 1),
    );
    request.addEventListener("load", () => {
      const { status } = request;
      if (status >= 200 && status < 300) resolve();
      else reject(new ApiError(status, uploadRefused, `S3 answered ${status}.`));
    });
    request.addEventListener("error", () => reject(new ConnectionLost()));
    request.addEventListener("abort", () => reject(signal.reason as Error));
    request.addEventListener("loadend", () => signal.removeEventListener("abort", abort));
    request.open("POST", url);
    request.send(form);
  });
