import type { FastifyReply, FastifyRequest } from "fastify";
import { Problem } from "../../contract/problem";
import { isHttps } from "../proxies";
import { cookieName, cookieValue, loginSec } from "./access";
import { readForm } from "./form";
import type { Secrets } from "./secrets";
import type { WrongTries } from "./wrong-tries";

export interface LoginPorts {
  secrets: Secrets;
  wrongTries: WrongTries;
  sleep: (ms: number) => Promise<void>;
}

/** What a wrong key costs, beside one of the tries. */
const wrongKeyDelayMs = 500;

/** `POST /login` of `auth=(user, key)`. The key says who it is; the user's name is not looked at. */
export function createLogin({ secrets, wrongTries, sleep }: LoginPorts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<{ success: true }> => {
    const { fields } = await readForm(request);
    const key = (fields.get("password") ?? "").trim();
    const verdict = await wrongTries.check(request, key);
    if (verdict.status === "unreachable") {
      throw new Problem("api_unreachable", "The key cannot be checked now. Please try again.");
    }
    // One that is over its limits gets in: each call asks again.
    if (verdict.status === "wrong") {
      await sleep(wrongKeyDelayMs);
      throw new Problem("unauthorized", "Incorrect credentials.");
    }
    const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${loginSec}${isHttps(request) ? "; Secure" : ""}`;
    reply.header("set-cookie", `${cookieName(secrets)}=${cookieValue(secrets, key)}; ${flags}`);
    reply.header("cache-control", "no-store");
    return { success: true };
  };
}
