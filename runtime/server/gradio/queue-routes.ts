import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { setTimeout as sleep } from "node:timers/promises";
import { callOfData, requireChat } from "./chat-call";
import type { ChatCalls } from "./chat-calls";
import { streamEvents } from "./event-stream";
import type { Heartbeats } from "./heartbeats";
import { objectIn, sessionHash } from "./request-parts";
import type { RouteGuards } from "./route-guards";
import type { Session } from "./session";

export interface QueueRoutesArgs {
  calls: ChatCalls;
  heartbeats: Heartbeats;
  guards: RouteGuards;
}

/**
 * The Python client forgets what it hears of an event before it has read the event's id, and must have read that a
 * stream closes before it reads the answer to its next call: it gets a moment to.
 */
const readingMs = 150;

/** The way of both clients: a call joins its session's queue, and one stream tells of all of them. */
export function addQueueRoutes(app: FastifyInstance, { calls, heartbeats, guards }: QueueRoutesArgs): void {
  app.post("/queue/join", guards.toNamedHome, async (request, reply) => {
    const { data, fn_index, session_hash } = objectIn(request);
    const hash = sessionHash(session_hash);
    requireChat(fn_index);
    const session = calls.session(request.user, hash);
    const event = calls.start(session, () => callOfData(data));
    session.join(event, answered(reply));
    // The turn runs meanwhile.
    if (session.isNew && takesAnyStream(request)) await untilOldStreamIsClosed(session, calls, heartbeats);
    return { event_id: event.id };
  });

  app.get<{ Querystring: { session_hash?: unknown } }>(
    "/queue/data",
    { ...guards.toNamedHome, exposeHeadRoute: false },
    async (request, reply) => {
      const hash = sessionHash(request.query.session_hash);
      streamEvents(reply, (out) => calls.session(request.user, hash).open(out));
    },
  );
}

/** Resolves when the client has had time to read the answer; also when it left. */
async function answered({ raw }: FastifyReply): Promise<void> {
  if (!raw.destroyed) await new Promise((resolve) => raw.once("close", resolve));
  await sleep(readingMs);
}

/**
 * The Python client has one stream. After `reset_session()` it takes its old session's, while that is open, for the new
 * one's, and hears nothing of the call that it makes then.
 */
function takesAnyStream({ headers }: FastifyRequest): boolean {
  return headers["user-agent"]?.startsWith("gradio_client/") === true;
}

/** Of a client that began this session with `reset_session()`; a client that is new itself says soon that it is there. */
async function untilOldStreamIsClosed(
  { user, hash }: Session,
  calls: ChatCalls,
  heartbeats: Heartbeats,
): Promise<void> {
  const closed = calls.quietStreamsClosed(user);
  if (!closed) return;
  const known = new AbortController();
  void closed.then(() => sleep(readingMs)).then(() => known.abort());
  while (!known.signal.aborted && !heartbeats.has(hash)) await sleep(readingMs);
}
