import type { File } from "../../runtime/contract/file";
import { ConnectionLost } from "../api/api-error";
import { type SilencePorts, watchSilence } from "../api/silence";
import type { PagePorts } from "../ports";
import { patiently } from "./patiently";

export type FetchBytes = (url: string, signal: AbortSignal) => Promise<Response>;

/**
 * All bytes of a file. When the connection is lost on the way, or says nothing for too long, it begins anew a few
 * times, each with an address of its own.
 *
 * @throws ApiError, or ConnectionLost when no attempt brought all of it
 */
export function fetchWhole(
  ports: Pick<PagePorts, "api"> & SilencePorts,
  { id, size }: Pick<File, "id" | "size">,
  signal: AbortSignal,
  fetchBytes: FetchBytes,
): Promise<Blob> {
  const attempt = async () => {
    const { url } = await ports.api.getFile(id, signal);
    const bytes = await download(ports, url, signal, fetchBytes);
    if (bytes.size !== size) throw new ConnectionLost();
    return bytes;
  };
  return patiently(ports, attempt, { mayRepeat: true, signal });
}

async function download(
  ports: SilencePorts,
  url: string,
  signal: AbortSignal,
  fetchBytes: FetchBytes,
): Promise<Blob> {
  const dead = new AbortController();
  const silence = watchSilence(ports, () => dead.abort());
  try {
    const response = await fetchBytes(url, AbortSignal.any([signal, dead.signal]));
    // It is asked for anew: the link has run out, or a message has taken the file, which lies elsewhere now.
    if (!response.ok) throw new Error(`S3 answered ${response.status}.`);
    const listening = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (piece, on) => {
        silence.heard();
        on.enqueue(piece);
      },
    });
    // The browser may put a large one on disk.
    return await new Response(response.body?.pipeThrough(listening)).blob();
  } catch (cause) {
    signal.throwIfAborted();
    throw new ConnectionLost({ cause });
  } finally {
    silence.end();
  }
}
