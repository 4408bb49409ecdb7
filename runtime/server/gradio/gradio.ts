import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from "fastify";
import { Problem } from "../../contract/problem";
import type { PageBoot } from "../../contract/site";
import type { Clock } from "../../ports";
import type { SignInMode } from "../environment";
import { requireOwnHost } from "../own-host";
import { requireSameOrigin } from "../same-origin";
import type { ServerKey } from "../server-key";
import type { CheckKey } from "../sign-in/key-check";
import type { UserApi } from "../user-api";
import { everybodyIsOwner, type IdentifyVisitor } from "../visitor";
import { identifyByKey, requireUser, strangerBytes } from "./access";
import { gradioConfig, gradioInfo } from "./api-document";
import { callRoutes } from "./call-routes";
import { ChatCalls } from "./chat-calls";
import { answerDetail, answerText } from "./errors";
import { openEventStream } from "./event-stream";
import { readForm } from "./form";
import { Heartbeats } from "./heartbeats";
import { createHome } from "./home";
import { createLogin } from "./login";
import { createSecrets } from "./secrets";
import { createUploads, type Uploads } from "./uploads";
import { WrongTries } from "./wrong-tries";

export interface GradioOptions {
  userApi: UserApi;
  serverKey: ServerKey;
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
  signIn: SignInMode;
  checkKey: CheckKey;
  /** Knows who has signed in to the page. */
  identify: IdentifyVisitor;
  boot: PageBoot;
}

const prefix = "/gradio_api";

/** What a form says of a file, beside its bytes. */
const formBytes = 100_000;

/** What a client without a key is held back by before it is refused: the Python client asks again at once. */
const strangerDelayMs = 5_000;

/** Gradio's protocol: what the clients of a `gr.ChatInterface` ask, at the address of the page. */
export const gradio: FastifyPluginAsync<GradioOptions> = async (app, options) => {
  const { signIn, serverKey, userApi, boot } = options;
  const secrets = createSecrets(serverKey.current());
  const uploads = createUploads(userApi, boot.files);
  const home = createHome(app, secrets);
  const logError = (err: unknown, message: string) => app.log.error({ err }, message);
  const idEnding = () => (home.name() === undefined ? "" : `.${home.name()}`);
  const calls = new ChatCalls({ userApi, uploads, idEnding, logError });
  const heartbeats = new Heartbeats();
  const ports = { ...options, secrets, wrongTries: new WrongTries(options.checkKey, options.clock) };
  const identify = signIn === "key" ? identifyByKey(ports) : everybodyIsOwner;
  const userOf = (request: FastifyRequest) => requireUser(identify, request);

  takeBodiesAsTheyAre(app);
  app.setErrorHandler(answerDetail);
  app.addHook("onRequest", async (request) => {
    requireSameOrigin(request);
    if (signIn === "none") requireOwnHost(request);
  });
  app.addHook("preClose", async () => {
    heartbeats.endAll();
    calls.leave();
  });
  // The server has closed its connections by now; turns that nobody follows may still run.
  app.addHook("onClose", () => calls.done());

  app.get("/config", async (request, reply) => {
    const user = await userOf(request);
    const name = home.name();
    reply.header("cache-control", "no-store");
    return gradioConfig({
      boot,
      apiPrefix: name === undefined ? prefix : `${prefix}/at/${name}`,
      appId: secrets.label,
      username: signIn === "key" ? user : null,
    });
  });
  // Where everybody is in, there is nothing to check.
  const login = signIn === "key" ? createLogin(ports) : async () => ({ success: true });
  app.post("/login", { bodyLimit: strangerBytes }, login);

  for (const place of [prefix, `${prefix}/at/:home`]) {
    await app.register(callRoutes, { prefix: place, calls, home, userOf, heartbeats });
    await app.register(plainRoutes, { ...ports, prefix: place, identify, userOf, uploads, heartbeats });
  }
};

interface PlainRoutesOptions {
  identify: IdentifyVisitor;
  userOf: (request: FastifyRequest) => Promise<string>;
  uploads: Uploads;
  boot: PageBoot;
  heartbeats: Heartbeats;
  secrets: { label: string };
  sleep: (ms: number) => Promise<void>;
}

/** What any server can answer by itself. */
const plainRoutes: FastifyPluginAsync<PlainRoutesOptions> = async (app, options) => {
  const { identify, userOf, uploads, boot } = options;
  const askerOf = async (request: FastifyRequest) => ({
    user: await userOf(request),
    requestId: request.id,
  });

  app.get("/info", async (request) => {
    await userOf(request);
    return gradioInfo();
  });
  const upload = {
    bodyLimit: boot.files.maxFileBytes + formBytes,
    errorHandler: answerText,
    // Before the body is read: nobody fills this server's memory without a key.
    onRequest: async (request: FastifyRequest) => void (await userOf(request)),
  };
  app.post("/upload", upload, async (request) => {
    const asker = await askerOf(request);
    const paths: string[] = [];
    for (const file of (await readForm(request)).files) paths.push(await uploads.take(asker, file));
    return paths;
  });
  app.get<{ Params: { "*": string } }>("/file=*", async (request, reply) => {
    const link = await uploads.linkTo(await askerOf(request), request.params["*"]);
    if (link === undefined) throw new Problem("not_found", "File not found.");
    // Never from the page's own origin.
    return reply.header("cache-control", "no-store").redirect(link, 302);
  });
  app.get<{ Params: { session: string } }>(
    "/heartbeat/:session",
    { exposeHeadRoute: false },
    async (request, reply) => {
      const visitor = await identify(request);
      if (visitor.status === "stranger") await options.sleep(strangerDelayMs);
      if (visitor.status === "stranger") throw new Problem("unauthorized", "Not authenticated");
      options.heartbeats.add(request.params.session, openEventStream(reply));
    },
  );
  app.post("/reset", { bodyLimit: strangerBytes }, async () => ({ success: true }));
  app.get("/app_id", async () => ({ app_id: options.secrets.label }));
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

/** Each route reads its own body; what is passed on to another server is passed on as it came. */
function takeBodiesAsTheyAre(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}
