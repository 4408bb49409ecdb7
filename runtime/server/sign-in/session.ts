import secureSession from "@fastify/secure-session";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { hkdfSync } from "node:crypto";
import type { ServerKey } from "../server-key";
import type { IdentifyVisitor } from "../visitor";
import type { CheckKey } from "./key-check";

declare module "@fastify/secure-session" {
  interface SessionData {
    /** The API key itself, so that a revoked one ends the session. The cookie is encrypted. */
    key: string;
    user: string;
  }
}

const sessionSec = 7 * 24 * 60 * 60;

/**
 * Sessions in an encrypted cookie. Its key comes from the server's own API key, so all servers of the group agree and
 * there is no second secret; a new server key signs everybody out at the next start.
 */
export function useSessions(app: FastifyInstance, serverKey: ServerKey): void {
  const secret = serverKey.current();
  app.register(secureSession, {
    key: derive(secret, "parley session key", 32),
    // Cookies know no ports: two stacks on one host would sign each other's users out under one name.
    cookieName: `parley-${derive(secret, "parley session cookie name", 4).toString("hex")}`,
    expiry: sessionSec,
    cookie: {
      path: "/",
      httpOnly: true,
      // Not "strict": a link to a conversation, opened from a mail, would lead to the sign-in page.
      sameSite: "lax",
      maxAge: sessionSec,
    },
  });
}

function derive(secret: string, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", purpose, bytes));
}

/** A visitor is who signed in, as long as the API takes the key it was done with. */
export function identifyBySession(checkKey: CheckKey): IdentifyVisitor {
  return async ({ session }: FastifyRequest) => {
    const key = session.get("key");
    const user = session.get("user");
    if (!key || !user) return { status: "stranger" };
    const verdict = await checkKey(key);
    if (verdict.status === "unreachable") return { status: "unverifiable", user };
    // The page asks with the server's key: what a script has used up does not lock its owner out.
    if (verdict.status === "limited") return { status: "known", user };
    if (verdict.status === "valid" && verdict.user === user) return { status: "known", user };
    session.delete();
    return { status: "stranger" };
  };
}
