import { AwsError } from "../service";

interface DynaliteError {
  statusCode: number;
  body: { __type: string; message?: string; Message?: string };
}

/** dynalite's errors carry the body of the answer. Anything else (a fault of the database) is given back as it is. */
export function toAwsError(error: unknown): unknown {
  const { body, statusCode } = error as Partial<DynaliteError>;
  if (!body) return error;
  const { __type: type } = body;
  return new AwsError(type.slice(type.indexOf("#") + 1), body.message ?? body.Message ?? "", statusCode);
}

export const validationError = (message: string) => new AwsError("ValidationException", message);
