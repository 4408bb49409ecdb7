import rateLimit from "@fastify/rate-limit";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { apiReference } from "../../contract/api-reference";
import { Problem } from "../../contract/problem";
import type { PageBoot } from "../../contract/site";
import { nameOf } from "../boot";
import { problemOf } from "../error-answer";
import { isHttps } from "../proxies";
import { type CheckKey, keyIsLimited } from "./key-check";
import { signInPage } from "./sign-in-page";
import { createSignInStyle, stylePath } from "./sign-in-style";

export interface SignInOptions {
  checkKey: CheckKey;
  sleep: (ms: number) => Promise<void>;
  /** Path of the page's CSS file. */
  stylesheet: string;
  /** The page behind it, for its name and its colours. */
  boot: PageBoot;
}

/** Tries from one address. Enough for a person who mistypes, nothing for who guesses. */
const tries = { max: 10, timeWindow: 60_000 };

/** What a wrong key costs, beside one of the tries. */
const wrongKeyDelayMs = 500;

/** A key and a path. */
const formBytes = 4_096;

/** The sign-in page, and the way out. */
export const signIn: FastifyPluginAsync<SignInOptions> = async (
  app,
  { checkKey, sleep, stylesheet, boot },
) => {
  const style = createSignInStyle(stylesheet, boot.colours);
  const show = createForm(boot, style.url);

  await app.register(rateLimit, { global: false, errorResponseBuilder: tooManyTries });
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: formBytes },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error, formBytes);
    if (problem.status >= 500) request.log.error({ err: error }, problem.message);
    return show(reply.code(problem.status), { error: problem.message });
  });

  async function enter(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const key = (form.get("key") ?? "").trim();
    const next = safePath(form.get("next"));
    const verdict = await checkKey(key);
    if (verdict.status === "unreachable") {
      return show(reply.code(502), { next, error: "The key cannot be checked now. Please try again." });
    }
    if (verdict.status === "limited") return show(reply.code(429), { next, error: keyIsLimited });
    if (verdict.status === "wrong") {
      await sleep(wrongKeyDelayMs);
      return show(reply.code(401), { next, error: "This key is not valid." });
    }
    request.session.options({ secure: isHttps(request) });
    request.session.set("key", key);
    request.session.set("user", verdict.user);
    return reply.header("cache-control", "no-store").redirect(next, 303);
  }

  app.get(stylePath, async (request, reply) => style.serve(request, reply));
  app.get<{ Querystring: { next?: unknown } }>("/sign-in", async (request, reply) =>
    show(reply, { next: safePath(request.query.next) }),
  );
  app.post("/sign-in", { bodyLimit: formBytes, config: { rateLimit: tries } }, enter);
  app.post("/sign-out", { bodyLimit: formBytes }, async (request, reply) => {
    request.session.options({ secure: isHttps(request) });
    request.session.delete();
    return reply.header("cache-control", "no-store").redirect("/sign-in", 303);
  });
};

/** Answers with the form, and what went wrong with the last try. */
function createForm(boot: PageBoot, stylesheetUrl: string) {
  const look = { name: nameOf(boot), accent: boot.colours?.["--light-accent"], stylesheetUrl };
  return (reply: FastifyReply, { next = "/", error }: { next?: string; error?: string }): FastifyReply => {
    const html = signInPage({ ...look, next, error });
    return reply.header("cache-control", "no-store").type("text/html; charset=utf-8").send(html);
  };
}

/** Only the page's own paths: an address from outside must not turn this server into a way to another one. */
function safePath(value: unknown): string {
  const isOwn = value === apiReference.path || /^\/c\/[\w-]{1,64}$/.test(String(value));
  return isOwn ? String(value) : "/";
}

function tooManyTries(_request: FastifyRequest, { ttl }: { ttl: number }): Problem {
  return new Problem("too_many_requests", `Too many tries. Please wait ${Math.ceil(ttl / 1000)} s.`);
}
