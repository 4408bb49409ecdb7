import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../../contract/problem";
import { strangerBytes } from "./access";
import { callMessage, streamCall } from "./call-stream";
import { type ChatCall, callOfData, callOfNames, requireChat } from "./chat-call";
import type { ChatCalls } from "./chat-calls";
import { openEventStream } from "./event-stream";
import type { Heartbeats } from "./heartbeats";
import type { Home } from "./home";
import type { Session } from "./session";

export interface CallRoutesOptions {
  calls: ChatCalls;
  home: Home;
  heartbeats: Heartbeats;
  /** @throws Problem `unauthorized` or `api_unreachable`. */
  userOf: (request: FastifyRequest) => Promise<string>;
}

/**
 * The Python client forgets what it hears of an event before it has read the event's id, and must have read that a
 * stream closes before it reads the answer to its next call: it gets a moment to.
 */
const readingMs = 150;

/** Calls of `/chat`: both ways to make one, both ways to follow it, and the way to end it. */
export const callRoutes: FastifyPluginAsync<CallRoutesOptions> = async (
  app,
  { calls, home, heartbeats, userOf },
) => {
  app.decorateRequest("user", "");
  // Before the body is read: what comes from a stranger is not worth 2 MB.
  const knowUser = async (request: FastifyRequest) => void (request.user = await userOf(request));
  const toNamedHome = { onRequest: knowUser, preHandler: passOn((request) => nameIn(request)) };
  const toEventsHome = { preHandler: passOn((request) => nameIn(request) ?? homeOf(eventIdIn(request))) };

  function passOn(nameOf: (request: FastifyRequest) => string | undefined) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> => {
      if (await home.forward(nameOf(request), request, reply)) return reply;
    };
  }

  /** Of a client that began this session with `reset_session()`; a client that is new itself says soon that it is there. */
  async function untilItsStreamIsClosed({ user, hash }: Session): Promise<void> {
    const closed = calls.quietStreamsClosed(user);
    if (!closed) return;
    const known = new AbortController();
    void closed.then(() => sleep(readingMs)).then(() => known.abort());
    while (!known.signal.aborted && !heartbeats.has(hash)) await sleep(readingMs);
  }

  app.post("/queue/join", toNamedHome, async (request, reply) => {
    const { data, fn_index, session_hash } = objectIn(request);
    const hash = sessionHash(session_hash);
    requireChat(fn_index);
    const session = calls.session(request.user, hash);
    const event = calls.start(session, () => callOfData(data));
    session.join(event, answered(reply));
    // The turn runs meanwhile.
    if (session.isNew && takesAnyStream(request)) await untilItsStreamIsClosed(session);
    return { event_id: event.id };
  });

  app.get<{ Querystring: { session_hash?: unknown } }>(
    "/queue/data",
    { ...toNamedHome, exposeHeadRoute: false },
    async (request, reply) => {
      const session = calls.session(request.user, sessionHash(request.query.session_hash));
      session.open(openEventStream(reply));
    },
  );

  function make(user: string, name: unknown, given: unknown, readCall: () => ChatCall): { event_id: string } {
    requireChat(name);
    const hash = given === undefined || given === null ? randomUUID() : sessionHash(given);
    return { event_id: calls.start(calls.session(user, hash), readCall).id };
  }
  app.post<{ Params: { name: string } }>("/call/:name", toNamedHome, async (request) => {
    const { data, session_hash } = objectIn(request);
    return make(request.user, request.params.name, session_hash, () => callOfData(data));
  });
  app.post<{ Params: { name: string } }>("/call/v2/:name", toNamedHome, async (request) => {
    const values = objectIn(request);
    return make(request.user, request.params.name, values["session_hash"], () => callOfNames(values));
  });

  for (const url of ["/call/:name/:id", "/call/v2/:name/:id"]) {
    app.get(url, { ...toEventsHome, onRequest: knowUser, exposeHeadRoute: false }, async (request, reply) => {
      const event = calls.find(eventIdIn(request) ?? "");
      const out = openEventStream(reply);
      if (event?.user === request.user) streamCall(event, out);
      else out.end(callMessage("error", "404: Not Found"));
    });
  }

  // Clients send no key here: whoever knows both the id and the session is who made the call.
  app.post("/cancel", { ...toEventsHome, bodyLimit: strangerBytes }, async (request) => {
    const { event_id, session_hash } = objectIn(request);
    const event = calls.find(String(event_id));
    if (event && event.sessionHash === session_hash) {
      calls.cancel(event).catch((error: unknown) => request.log.error({ err: error }, "A call goes on."));
    }
    return { success: true };
  });
};

/** Resolves when the client has had time to read the answer; also when it left. */
function answered({ raw }: FastifyReply): Promise<void> {
  return new Promise((resolve) => raw.once("close", () => void sleep(readingMs).then(resolve)));
}

/**
 * The Python client has one stream. After `reset_session()` it takes its old session's, while that is open, for the new
 * one's, and hears nothing of the call that it makes then.
 */
function takesAnyStream({ headers }: FastifyRequest): boolean {
  return headers["user-agent"]?.startsWith("gradio_client/") === true;
}

function nameIn({ params }: FastifyRequest): string | undefined {
  return (params as { home?: string }).home;
}

/** Of the path, or of the body. */
function eventIdIn(request: FastifyRequest): string | undefined {
  const id = (request.params as { id?: string }).id ?? objectIn(request)["event_id"];
  return typeof id === "string" ? id : undefined;
}

/** An event's id is its own, a dot, and the name of its server. */
function homeOf(eventId: string | undefined): string | undefined {
  const dot = eventId?.indexOf(".") ?? -1;
  return dot < 0 ? undefined : eventId?.slice(dot + 1);
}

function sessionHash(given: unknown): string {
  if (typeof given === "string" && given.length >= 1 && given.length <= 128) return given;
  throw new Problem("bad_request", "Session hash not found.");
}

/** @throws Problem `bad_request` when the body is no JSON object. */
function objectIn({ body }: FastifyRequest): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString("utf8") : "{}");
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Refused below.
  }
  throw new Problem("bad_request", "body: must be a JSON object.");
}
