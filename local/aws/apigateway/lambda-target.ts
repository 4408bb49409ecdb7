/** The function behind an integration or authorizer. */
export interface LambdaTarget {
  functionArn: string;
  /** Called by response streaming. */
  streams: boolean;
}

/** Reads `arn:aws:apigateway:…:lambda:path/…/functions/<arn>/invocations`. Throws for any other URI. */
export function lambdaTarget(uri: unknown): LambdaTarget {
  const pattern =
    /^arn:aws:apigateway:[^:]+:lambda:path\/[\d-]+\/functions\/(arn:[^/]+)\/(response-streaming-)?invocations$/;
  const [, functionArn, streaming] = pattern.exec(String(uri)) ?? [];
  if (functionArn) return { functionArn, streams: streaming !== undefined };
  throw new Error(`Not the invoke ARN of a Lambda function: ${String(uri)}`);
}
