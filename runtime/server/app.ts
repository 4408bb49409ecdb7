import fastify, { type FastifyInstance } from "fastify";
import { join } from "node:path";
import { limits } from "../contract/limits";
import type { SiteFile } from "../contract/site";
import type { Clock } from "../ports";
import { createApi } from "./api";
import { apiDocs } from "./api-docs";
import { createBoot } from "./boot";
import { endConnectionsWhenDone } from "./drain";
import type { SignInMode } from "./environment";
import { answerEarlyError, answerErrors, refuseUnknown } from "./error-answer";
import { gradio } from "./gradio/gradio";
import { page } from "./page";
import { addressOf } from "./page-address";
import { createProxyTrust } from "./proxies";
import { relay } from "./relay";
import { type LogStream, nameRequests, requestLog } from "./request-log";
import { refuseCrossSite } from "./same-origin";
import { addSecurityHeaders } from "./security-headers";
import type { ServerKey } from "./server-key";
import { createKeyCheck, rememberVerdicts } from "./sign-in/key-check";
import { identifyBySession, useSessions } from "./sign-in/session";
import { signIn } from "./sign-in/sign-in";
import { createUserApi } from "./user-api";
import { everybodyIsOwner } from "./visitor";

export interface ServerPorts {
  serverKey: ServerKey;
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
}

export interface ServerOptions {
  /** The API that `/api/*` is relayed to. */
  invokeUrl: URL;
  /** The bucket that the page sends files to and shows images from. */
  filesUrl: URL;
  signIn: SignInMode;
  /** What the page shows and offers. */
  site: SiteFile;
  /**
   * The built page.
   *
   * @default - the folder `ui` beside the running file, as the bundle has it
   */
  uiDir?: string;
  /**
   * Where the log goes, one JSON object a line.
   *
   * @default process.stdout
   */
  log?: LogStream;
}

const timeouts = {
  // Longer than the load balancer's 60 s: it must never send a request on a connection that closes under it.
  keepAliveTimeout: 65_000,
  // Files come through here by Gradio's protocol: one of 25 MB arrives within this at 45 kB/s, of 100 MB at 175 kB/s.
  // Somebody without a key can send 8 kB as slowly, which holds a connection and nothing else.
  requestTimeout: 600_000,
  // Headers are small and come at once.
  http: { headersTimeout: 15_000 },
  // None for silence: a turn that waits for a model to wake is silent. What is sent is bounded by the two above.
  connectionTimeout: 0,
};

const requests = {
  bodyLimit: limits.bodyBytes,
  trustProxy: createProxyTrust(),
  frameworkErrors: answerEarlyError,
  rewriteUrl: addressOf,
  // As long as Node lets an address be: the page says that an id that is too long never was.
  routerOptions: { maxParamLength: 16_384 },
};

/** Builds the chat server. It does not listen; `close()` waits for the turns that still run. */
export function buildApp(ports: ServerPorts, options: ServerOptions): FastifyInstance {
  const app = fastify({ ...requestLog(options.log ?? process.stdout), ...timeouts, ...requests });
  const api = createApi(options.invokeUrl);
  app.addHook("onClose", async () => api.close());

  nameRequests(app);
  endConnectionsWhenDone(app);
  answerErrors(app);
  addSecurityHeaders(app, options.filesUrl);
  refuseCrossSite(app);
  refuseUnknown(app);
  app.get("/healthz", { logLevel: "warn" }, async () => ({ status: "ok" }));

  const boot = createBoot(options.site, options.invokeUrl);
  const userApi = createUserApi(api, ports.serverKey);
  const checkKey = createKeyCheck(api);
  const checkKnownKey = rememberVerdicts(checkKey, ports.clock);
  let identify = everybodyIsOwner;
  if (options.signIn === "key") {
    identify = identifyBySession(checkKnownKey);
    useSessions(app, ports.serverKey);
    // Relative to this file, which the bundle puts in the same place.
    const stylesheet = join(__dirname, "sign-in", "sign-in.css");
    app.register(signIn, { ...ports, checkKey, stylesheet, boot });
  }
  const uiDir = options.uiDir ?? join(__dirname, "ui");
  app.register(page, { uiDir, boot, identify });
  app.register(apiDocs, { uiDir, boot, identify });
  app.register(relay, { prefix: "/api", userApi, identify, signIn: options.signIn });
  app.register(gradio, {
    ...ports,
    userApi,
    identify,
    checkKey: checkKnownKey,
    signIn: options.signIn,
    boot,
  });
  return app;
}
