import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import { randomUUID } from "node:crypto";
import { strangerBytes } from "./access";
import { callMessage, streamCall } from "./call-stream";
import { type ChatCall, callOfData, callOfNames, requireChat } from "./chat-call";
import type { ChatCalls } from "./chat-calls";
import { streamEvents } from "./event-stream";
import type { Heartbeats } from "./heartbeats";
import { addQueueRoutes } from "./queue-routes";
import { eventIdIn, objectIn, sessionHash } from "./request-parts";
import { createRouteGuards, type RouteGuards, type RouteGuardsArgs } from "./route-guards";

export interface CallRoutesOptions extends RouteGuardsArgs {
  calls: ChatCalls;
  heartbeats: Heartbeats;
}

/** Calls of `/chat`: both ways to make one, both ways to follow it, and the way to end it. */
export const callRoutes: FastifyPluginAsync<CallRoutesOptions> = async (app, options) => {
  const { calls, heartbeats } = options;
  const guards = createRouteGuards(options);
  app.decorateRequest("user", "");
  addQueueRoutes(app, { calls, heartbeats, guards });
  addCallRoutes(app, calls, guards);
  addCancelRoute(app, calls, guards);
};

/** The way of scripts without a client: a call is made, and followed by its id. */
function addCallRoutes(app: FastifyInstance, calls: ChatCalls, guards: RouteGuards): void {
  function make(user: string, name: unknown, given: unknown, readCall: () => ChatCall): { event_id: string } {
    requireChat(name);
    const hash = given === undefined || given === null ? randomUUID() : sessionHash(given);
    return { event_id: calls.start(calls.session(user, hash), readCall).id };
  }
  app.post<{ Params: { name: string } }>("/call/:name", guards.toNamedHome, async (request) => {
    const { data, session_hash } = objectIn(request);
    return make(request.user, request.params.name, session_hash, () => callOfData(data));
  });
  app.post<{ Params: { name: string } }>("/call/v2/:name", guards.toNamedHome, async (request) => {
    const values = objectIn(request);
    return make(request.user, request.params.name, values["session_hash"], () => callOfNames(values));
  });

  const following = { ...guards.toEventsHome, onRequest: guards.knowUser, exposeHeadRoute: false };
  for (const url of ["/call/:name/:id", "/call/v2/:name/:id"]) {
    app.get(url, following, async (request, reply) => {
      const event = calls.find(eventIdIn(request) ?? "");
      streamEvents(reply, (out) => {
        if (event?.user === request.user) streamCall(event, out);
        else out.end(callMessage("error", "404: Not Found"));
      });
    });
  }
}

/** Clients send no key here: whoever knows both the id and the session is who made the call. */
function addCancelRoute(app: FastifyInstance, calls: ChatCalls, { toEventsHome }: RouteGuards): void {
  app.post("/cancel", { ...toEventsHome, bodyLimit: strangerBytes }, async (request) => {
    const { event_id, session_hash } = objectIn(request);
    const event = calls.find(String(event_id));
    if (event && event.sessionHash === session_hash) {
      calls.cancel(event).catch((error: unknown) => request.log.error({ err: error }, "A call goes on."));
    }
    return { success: true };
  });
}
