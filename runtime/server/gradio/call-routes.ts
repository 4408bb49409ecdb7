import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../../contract/problem";
import { callMessage, streamCall } from "./call-stream";
import { type ChatCall, callOfData, callOfNames, requireChat } from "./chat-call";
import type { ChatCalls } from "./chat-calls";
import { openEventStream } from "./event-stream";
import type { Home } from "./home";

export interface CallRoutesOptions {
  calls: ChatCalls;
  home: Home;
  /** @throws Problem `unauthorized` or `api_unreachable`. */
  userOf: (request: FastifyRequest) => Promise<string>;
}

/** The Python client forgets what it hears of an event before it has read the event's id: it gets a moment to. */
const readingMs = 50;

/** Calls of `/chat`: both ways to make one, both ways to follow it, and the way to end it. */
export const callRoutes: FastifyPluginAsync<CallRoutesOptions> = async (app, { calls, home, userOf }) => {
  const toNamedHome = { preHandler: passOn((request) => nameIn(request)) };
  const toEventsHome = { preHandler: passOn((request) => nameIn(request) ?? homeOf(eventIdIn(request))) };

  function passOn(nameOf: (request: FastifyRequest) => string | undefined) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> => {
      if (await home.forward(nameOf(request), request, reply)) return reply;
    };
  }

  app.post("/queue/join", toNamedHome, async (request, reply) => {
    const user = await userOf(request);
    const { data, fn_index, session_hash } = objectIn(request);
    const hash = sessionHash(session_hash);
    requireChat(fn_index);
    const session = calls.session(user, hash);
    const event = calls.start(session, () => callOfData(data));
    session.join(event, answered(reply));
    return { event_id: event.id };
  });

  app.get<{ Querystring: { session_hash?: unknown } }>(
    "/queue/data",
    { ...toNamedHome, exposeHeadRoute: false },
    async (request, reply) => {
      const session = calls.session(await userOf(request), sessionHash(request.query.session_hash));
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
    return make(await userOf(request), request.params.name, session_hash, () => callOfData(data));
  });
  app.post<{ Params: { name: string } }>("/call/v2/:name", toNamedHome, async (request) => {
    const values = objectIn(request);
    const user = await userOf(request);
    return make(user, request.params.name, values["session_hash"], () => callOfNames(values));
  });

  for (const url of ["/call/:name/:id", "/call/v2/:name/:id"]) {
    app.get(url, { ...toEventsHome, exposeHeadRoute: false }, async (request, reply) => {
      const user = await userOf(request);
      const event = calls.find(eventIdIn(request) ?? "");
      const out = openEventStream(reply);
      if (event?.user === user) streamCall(event, out);
      else out.end(callMessage("error", "404: Not Found"));
    });
  }

  // Clients send no key here: whoever knows both the id and the session is who made the call.
  app.post("/cancel", toEventsHome, async (request) => {
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
