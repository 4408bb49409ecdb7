import type { FastifyReply, FastifyRequest } from "fastify";
import type { Home } from "./home";
import { eventIdIn } from "./request-parts";

export interface RouteGuardsArgs {
  home: Home;
  /** @throws Problem `unauthorized` or `api_unreachable`. */
  userOf: (request: FastifyRequest) => Promise<string>;
}

type PassOn = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | void>;

/** What comes before the routes of calls: who asks, and at which server the call runs. */
export interface RouteGuards {
  /** Before the body is read: what comes from a stranger is not worth 2 MB. */
  knowUser: (request: FastifyRequest) => Promise<void>;
  /** For a user, at the server that the address names. */
  toNamedHome: { onRequest: RouteGuards["knowUser"]; preHandler: PassOn };
  /** At the server that the address names, or the event's id. */
  toEventsHome: { preHandler: PassOn };
}

export function createRouteGuards({ home, userOf }: RouteGuardsArgs): RouteGuards {
  const passOn =
    (nameOf: (request: FastifyRequest) => string | undefined): PassOn =>
    async (request, reply): Promise<FastifyReply | void> => {
      if (await home.forward(nameOf(request), request, reply)) return reply;
    };
  const knowUser = async (request: FastifyRequest) => void (request.user = await userOf(request));
  return {
    knowUser,
    toNamedHome: { onRequest: knowUser, preHandler: passOn(nameIn) },
    toEventsHome: { preHandler: passOn((request) => nameIn(request) ?? homeOf(eventIdIn(request))) },
  };
}

function nameIn({ params }: FastifyRequest): string | undefined {
  return (params as { home?: string }).home;
}

/** An event's id is its own, a dot, and the name of its server. */
function homeOf(eventId: string | undefined): string | undefined {
  const dot = eventId?.indexOf(".") ?? -1;
  return dot < 0 ? undefined : eventId?.slice(dot + 1);
}
