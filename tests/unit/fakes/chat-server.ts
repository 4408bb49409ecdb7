import type { FastifyInstance } from "fastify";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { brotliCompressSync } from "node:zlib";
import type { SiteFile } from "../../../runtime/contract/site";
import { buildApp } from "../../../runtime/server/app";
import { loadServerKey } from "../../../runtime/server/server-key";

export interface FakeApi {
  url: URL;
  /** Every request so far, with its body. */
  requests: { method: string; path: string; headers: IncomingMessage["headers"]; body: string }[];
  /** The keys that it knows. */
  keys: Set<string>;
  /** Those of them that are over their limits. */
  limited: Set<string>;
  /** Says nothing of keys until then. */
  held?: Promise<void>;
  /** Answers a request once its body is read. Replace it to change what the API does. */
  answer: RequestListener;
  close(): Promise<void>;
}

/** A server in the place of the API, below the path `/live`. It knows one key, `pk-ada`. */
export async function startFakeApi(): Promise<FakeApi> {
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url: path = "", headers } = request;
    const body = await text(request);
    api.requests.push({ method, path, headers, body });
    if (path === "/live/me") await api.held;
    if (path === "/live/me") answerMe(api, headers.authorization, response);
    else api.answer(request, response);
  }
  const server = http.createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const api: FakeApi = {
    url: new URL(`http://127.0.0.1:${port}/live`),
    requests: [],
    keys: new Set(["pk-ada"]),
    limited: new Set(),
    answer: (_request, response) => response.setHeader("content-type", "application/json").end("{}"),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return api;
}

function answerMe(
  { keys, limited }: Pick<FakeApi, "keys" | "limited">,
  authorization: string | undefined,
  response: ServerResponse,
): void {
  const key = authorization?.replace("Bearer ", "") ?? "";
  response.statusCode = limited.has(key) ? 429 : keys.has(key) ? 200 : 401;
  response.end(JSON.stringify(response.statusCode === 200 ? { user: { id: key.replace("pk-", "") } } : {}));
}

export interface ChatServerUnderTest {
  app: FastifyInstance;
  api: FakeApi;
  /** What the server has logged. */
  log: string[];
  /** How long the server has slept, ms. */
  sleeps: number[];
  /** What `clock` says; may be moved. */
  time: { now: number };
  /** The server's key, as SSM would give it. */
  stored: { key: string; reads: number };
  close(): Promise<void>;
}

/** The real app in front of a fake API, with a page of a few files. */
export async function startChatServer(
  signIn: "none" | "key",
  key = "pk-server",
  site: SiteFile = plainSite,
): Promise<ChatServerUnderTest> {
  const api = await startFakeApi();
  const uiDir = writePage();
  const time = { now: 1_000_000 };
  const stored = { key, reads: 0 };
  const log: string[] = [];
  const sleeps: number[] = [];
  const clock = () => time.now;
  const load = async () => {
    stored.reads += 1;
    return stored.key;
  };
  const app = buildApp(
    {
      serverKey: await loadServerKey({ load, clock }),
      clock,
      sleep: async (ms) => void sleeps.push(ms),
    },
    {
      invokeUrl: api.url,
      filesUrl: new URL("https://files.example.com"),
      signIn,
      site,
      uiDir,
      log: { write: (line) => void log.push(line) },
    },
  );
  async function close(): Promise<void> {
    await app.close();
    await api.close();
    rmSync(uiDir, { recursive: true });
  }
  return { app, api, log, sleeps, time, stored, close };
}

/** Signs in as Gradio's clients do. */
export function gradioLogin({ app }: ChatServerUnderTest, password: string) {
  return app.inject({
    method: "POST",
    url: "/login",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ username: "x", password }).toString(),
  });
}

/** What the server is told where the operator has said nothing. */
export const plainSite: SiteFile = {
  site: {},
  models: ["openai/gpt-oss-20b"],
  defaults: { maxTokens: 4_096, contextTokens: 16_384 },
  files: { maxFileBytes: 26_214_400, maxPerTurn: 10, maxPersonBytes: 1_073_741_824, seesImages: false },
};

/** The built page, as far as the server looks at it. */
export const indexHtml =
  '<!doctype html><title>Parley</title><link rel="icon" href="data:," />' +
  '<script type="application/json" id="boot">{}</script><main></main>';
export const frameHtml = "<!doctype html><title>Diagrams</title>";
export const mainScript = "console.log('parley')";

function writePage(): string {
  const uiDir = mkdtempSync(join(tmpdir(), "parley-page-"));
  mkdirSync(join(uiDir, "assets"));
  mkdirSync(join(uiDir, "docs"));
  writeFileSync(join(uiDir, "docs", "index.html"), "<!doctype html><title>API</title>");
  writeFileSync(join(uiDir, "index.html"), indexHtml);
  writeFileSync(join(uiDir, "diagram-frame.html"), frameHtml);
  writeFileSync(join(uiDir, "robots.txt"), "User-agent: *");
  writeFileSync(join(uiDir, "assets", "main-abc.js"), mainScript);
  writeFileSync(join(uiDir, "assets", "diagram-frame-abc.js"), mainScript);
  writeFileSync(join(uiDir, "assets", "main-abc.js.br"), brotliCompressSync(mainScript));
  return uiDir;
}
