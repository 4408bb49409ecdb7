import type { APIGatewayProxyEvent } from "aws-lambda";
import { Problem } from "../contract/problem";
import type { Caller } from "../core/turn";
import { headerOf } from "./request";

const userHeader = "x-parley-user";
const maxUserChars = 128;
const userPattern = new RegExp(`^[^\\p{Cc}]{1,${maxUserChars}}$`, "u");

/**
 * Whom a request is for: the owner of the key, as the authorizer found it, or the signed-in person that the server's
 * key acts for.
 *
 * @throws Problem `unauthorized`, `forbidden` or `bad_request`.
 */
export function callerOf(event: APIGatewayProxyEvent): Caller {
  const { owner, actsForUsers } = event.requestContext.authorizer ?? {};
  if (typeof owner !== "string" || owner === "") {
    throw new Problem("unauthorized", "An API key is needed: Authorization: Bearer <key>.");
  }
  const user = headerOf(event.headers, userHeader);
  if (user === undefined) return { owner };
  if (String(actsForUsers) !== "true") {
    throw new Problem("forbidden", `${userHeader}: this key may not act for another user.`);
  }
  if (!userPattern.test(user)) {
    throw new Problem(
      "bad_request",
      `${userHeader}: must have 1 to ${maxUserChars} characters, none of them a control character.`,
    );
  }
  return { owner: user };
}
