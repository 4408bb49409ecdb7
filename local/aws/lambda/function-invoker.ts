/** Why an invocation failed, in AWS's words: `Runtime.ExitError`, `Sandbox.Timedout`, or the name of what was thrown. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
}

/** The outcome of an invocation that is answered as a whole. `payload` is JSON text. */
export type InvokeResult =
  | { payload: string; error?: undefined }
  | { payload?: undefined; error: FunctionError };

/** The outcome of an invocation that is answered as a stream, known at its first bytes. */
export type StreamResult =
  | {
      /** `application/vnd.awslambda.http-integration-response` when the stream begins with a metadata prelude. */
      contentType: string;
      /**
       * To be read once. Throws a {@link FunctionFailure} when the function fails on the way. Leaving the loop early does
       * not stop the function: what it still writes is read and dropped.
       */
      body: AsyncIterable<Buffer>;
      error?: undefined;
    }
  | { contentType?: undefined; body?: undefined; error: FunctionError };

/** A function that failed after its answer had begun. */
export class FunctionFailure extends Error {
  constructor(readonly error: FunctionError) {
    super(`${error.errorType}: ${error.errorMessage}`);
    this.name = "FunctionFailure";
  }
}

/**
 * How other services call functions. Both ways of invoking throw an `AwsError`: `ResourceNotFoundException` (404),
 * `TooManyRequestsException` (429, no concurrency left), `RequestTooLargeException` (413, event over 6 MB).
 */
export interface FunctionInvoker {
  invoke(functionArn: string, event: unknown): Promise<InvokeResult>;
  invokeStreaming(functionArn: string, event: unknown): Promise<StreamResult>;
  /** Whether a permission lets this service call the function on behalf of `sourceArn`. */
  allows(functionArn: string, principalService: string, sourceArn: string): boolean;
}
