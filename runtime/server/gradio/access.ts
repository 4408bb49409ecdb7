import type { FastifyRequest } from "fastify";
import { Problem } from "../../contract/problem";
import { keyIsLimited } from "../sign-in/key-check";
import type { IdentifyVisitor } from "../visitor";
import type { Secrets } from "./secrets";
import type { WrongTries } from "./wrong-tries";

/** How long `/login` lasts; the key is asked about again all the time. */
export const loginSec = 7 * 24 * 60 * 60;

/** The longest body that somebody without a key may send: a name and a key, or the ids of a call. */
export const strangerBytes = 8_192;

export interface AccessPorts {
  secrets: Secrets;
  wrongTries: WrongTries;
  /** Knows who has signed in to the page. */
  identify: IdentifyVisitor;
}

/** Cookies know no ports: two stacks on one host must not share one. */
export function cookieName({ label }: Secrets): string {
  return `parley-gradio-${label}`;
}

/** A value for the cookie: the key itself, so that a revoked one ends the session. */
export function cookieValue(secrets: Secrets, key: string): string {
  return secrets.seal(key);
}

/** Who sends a request: by the key in a header, by the cookie of `/login`, or by the page's own session. */
export function identifyByKey({ secrets, wrongTries, identify }: AccessPorts): IdentifyVisitor {
  return async (request) => {
    const key = headerKey(request) ?? cookieKey(request, secrets);
    if (key === undefined) return identify(request);
    const verdict = await wrongTries.check(request, key);
    if (verdict.status === "valid") return { status: "known", user: verdict.user };
    if (verdict.status === "unreachable") return { status: "unverifiable", user: "" };
    if (verdict.status === "limited") throw new Problem("too_many_requests", keyIsLimited);
    return { status: "stranger" };
  };
}

/** @throws Problem `unauthorized` or `api_unreachable`. */
export async function requireUser(identify: IdentifyVisitor, request: FastifyRequest): Promise<string> {
  const visitor = await identify(request);
  if (visitor.status === "known") return visitor.user;
  if (visitor.status === "stranger") throw new Problem("unauthorized", "Not authenticated");
  throw new Problem("api_unreachable", "The chat's API cannot be reached. Please try again.");
}

/** As scripts send it, and as the Python client sends its `token`. */
function headerKey({ headers }: FastifyRequest): string | undefined {
  const sent = headers["x-hf-authorization"] ?? headers.authorization;
  return /^bearer\s+(\S+)\s*$/i.exec(String(sent ?? ""))?.[1];
}

function cookieKey({ headers }: FastifyRequest, secrets: Secrets): string | undefined {
  const wanted = `${cookieName(secrets)}=`;
  const cookie = headers.cookie?.split(/;\s*/).find((one) => one.startsWith(wanted));
  return cookie === undefined ? undefined : secrets.open(cookie.slice(wanted.length));
}
