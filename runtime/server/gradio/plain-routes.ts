import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { Problem } from "../../contract/problem";
import type { IdentifyVisitor } from "../visitor";
import { strangerBytes } from "./access";
import { gradioInfo } from "./api-document";
import { streamEvents } from "./event-stream";
import type { Heartbeats } from "./heartbeats";

export interface PlainRoutesOptions {
  identify: IdentifyVisitor;
  userOf: (request: FastifyRequest) => Promise<string>;
  heartbeats: Heartbeats;
  secrets: { label: string };
  sleep: (ms: number) => Promise<void>;
}

/** What a client without a key is held back by before it is refused: the Python client asks again at once. */
const strangerDelayMs = 5_000;

/** What any server can answer by itself. */
export const plainRoutes: FastifyPluginAsync<PlainRoutesOptions> = async (app, options) => {
  const { identify, userOf, heartbeats, secrets, sleep } = options;

  app.get("/info", async (request) => {
    await userOf(request);
    return gradioInfo();
  });
  app.get<{ Params: { session: string } }>(
    "/heartbeat/:session",
    { exposeHeadRoute: false },
    async (request, reply) => {
      const visitor = await identify(request);
      if (visitor.status === "stranger") await sleep(strangerDelayMs);
      if (visitor.status === "stranger") throw new Problem("unauthorized", "Not authenticated");
      streamEvents(reply, (out) => heartbeats.add(request.params.session, out));
    },
  );
  app.post("/reset", { bodyLimit: strangerBytes }, async () => ({ success: true }));
  app.get("/app_id", async () => ({ app_id: secrets.label }));
  app.get("/user", async (request, reply) => {
    const visitor = await identify(request);
    const user = visitor.status === "known" ? visitor.user : null;
    return reply.type("application/json; charset=utf-8").send(JSON.stringify(user));
  });
  app.get("/login_check", async (request) => {
    await userOf(request);
    return { success: true };
  });
  // Calls do not wait for one another here.
  app.get("/queue/status", async () => ({ msg: "estimation", queue_size: 0, rank: null, rank_eta: null }));
};
