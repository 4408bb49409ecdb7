import type { IncomingMessage } from "node:http";
import { Problem } from "../contract/problem";
import type { Api, ApiRequest } from "./api";
import type { ServerKey } from "./server-key";

export interface UserRequest extends ApiRequest {
  /** Whom it acts for. */
  user: string;
  /** Found in this server's log and in the API's. */
  requestId: string;
}

/** The API at the invoke URL, asked with the server's own key for somebody who is in. */
export interface UserApi {
  /**
   * @throws Problem what {@link Api.send} throws, and `api_unreachable` when the API does not know this server.
   */
  ask(request: UserRequest): Promise<IncomingMessage>;
}

export function createUserApi(api: Api, serverKey: ServerKey): UserApi {
  function send({ user, requestId, headers, body, ...request }: UserRequest, key: string) {
    return api.send({
      ...request,
      body,
      headers: {
        ...headers,
        authorization: `Bearer ${key}`,
        "x-parley-user": user,
        "x-request-id": requestId,
        // A compressed stream arrives in blocks, not as it is made.
        "accept-encoding": "identity",
        ...(body && { "content-length": body.length }),
      },
    });
  }

  return {
    async ask(request) {
      const key = serverKey.current();
      let answer = await send(request, key);
      // Refused by the authorizer, so nothing has happened yet: sending it again is safe.
      if (isRefused(answer) && (await serverKey.renew(key))) {
        answer.resume();
        answer = await send(request, serverKey.current());
      }
      if (answer.statusCode === 401) {
        answer.resume();
        throw new Problem(
          "api_unreachable",
          "The chat's API does not know this server. Please try again later.",
        );
      }
      return answer;
    },
  };
}

function isRefused({ statusCode }: IncomingMessage): boolean {
  return statusCode === 401 || statusCode === 403;
}
