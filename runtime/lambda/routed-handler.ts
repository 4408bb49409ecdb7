import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Logger } from "../ports";
import { type Answer, problemAnswer, requestIdOf, toProblem } from "./answer";
import { dispatch, MethodNotAllowed, type Routes } from "./routes";

/** A function behind API Gateway that answers as a whole: by its routes, or with what is wrong. */
export function routedHandler(routes: Routes<Answer>, logger: Logger) {
  return async (event: APIGatewayProxyEvent): Promise<Answer> => {
    try {
      return await dispatch(routes, event);
    } catch (error) {
      const headers = error instanceof MethodNotAllowed ? { allow: error.allow } : undefined;
      const requestId = requestIdOf(event);
      return problemAnswer(toProblem(error, logger, requestId), requestId, headers);
    }
  };
}
