import type { ErrorBody } from "../../runtime/contract/problem";

/** The API said no. `message` is meant for a person. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Until it may be tried again; 0 where that is not known. */
    readonly retryAfterSec = 0,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Nobody who knows the API answered: no network, a server that restarts, a stream that broke off or fell silent. */
export class ConnectionLost extends Error {
  constructor(options?: ErrorOptions) {
    super("The connection was lost.", options);
    this.name = "ConnectionLost";
  }
}

/** The error that a response with a status over 399 stands for. */
export async function errorOf(response: Response): Promise<ApiError | ConnectionLost> {
  const body = (await response.json().catch(() => undefined)) as Partial<ErrorBody> | undefined;
  if (body?.error) {
    const retryAfterSec = Number(response.headers.get("retry-after"));
    return new ApiError(response.status, body.error.code, body.error.message, retryAfterSec);
  }
  // A proxy in between answers for a server that is away, and knows nothing of our error bodies.
  if (response.status >= 502) return new ConnectionLost();
  return new ApiError(response.status, "internal", `The server answered ${response.status}.`);
}
