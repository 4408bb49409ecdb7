import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from "fastify";
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
import { gradioConfig } from "./api-document";
import { callRoutes } from "./call-routes";
import { ChatCalls } from "./chat-calls";
import { answerDetail } from "./errors";
import { fileRoutes } from "./file-routes";
import { Heartbeats } from "./heartbeats";
import { createHome } from "./home";
import { createLogin } from "./login";
import { createSecrets } from "./secrets";
import { plainRoutes } from "./plain-routes";
import { createUploads } from "./uploads";
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
  keepOthersOut(app, signIn);
  leaveWithServer(app, calls, heartbeats);

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
    await app.register(fileRoutes, { prefix: place, userOf, uploads, maxFileBytes: boot.files.maxFileBytes });
    await app.register(plainRoutes, { ...ports, prefix: place, identify, userOf, heartbeats });
  }
};

/** Each route reads its own body; what is passed on to another server is passed on as it came. */
function takeBodiesAsTheyAre(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}

/** Of other sites, and, where everybody is in, of who comes by another name of this server. */
function keepOthersOut(app: FastifyInstance, signIn: SignInMode): void {
  app.addHook("onRequest", async (request) => {
    requireSameOrigin(request);
    if (signIn === "none") requireOwnHost(request);
  });
}

function leaveWithServer(app: FastifyInstance, calls: ChatCalls, heartbeats: Heartbeats): void {
  app.addHook("preClose", async () => {
    heartbeats.endAll();
    calls.leave();
  });
  // The server has closed its connections by now; turns that nobody follows may still run.
  app.addHook("onClose", () => calls.done());
}
