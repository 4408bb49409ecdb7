import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http, { type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { extract, list } from "tar";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildServerFolder, packFolder } from "../../components/server-bundle";
import { type FakeApi, indexHtml, plainSite, startFakeApi } from "./fakes/chat-server";

const programDir = resolve(__dirname, "..", "..");

describe("the server's bundle", () => {
  let folder: string;
  let archive: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "parley-bundle-"));
    archive = join(folder, "server.tgz");
    const serverDir = join(folder, "server");
    buildServerFolder(programDir, serverDir);
    mkdirSync(join(serverDir, "ui", "assets"), { recursive: true });
    writeFileSync(join(serverDir, "ui", "index.html"), indexHtml);
    packFolder(serverDir, archive);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is the same, byte for byte, for the same sources", () => {
    const again = join(folder, "again");
    buildServerFolder(programDir, again);
    mkdirSync(join(again, "ui"));
    writeFileSync(join(again, "ui", "index.html"), indexHtml);
    packFolder(again, `${again}.tgz`);
    expect(sha256(`${again}.tgz`)).toBe(sha256(archive));
  });

  it("can be read by everybody, whatever the umask was where it was packed", () => {
    const closed = join(folder, "closed");
    mkdirSync(closed);
    writeFileSync(join(closed, "main.js"), "", { mode: 0o600 });
    packFolder(closed, `${closed}.tgz`);
    const modes: (number | undefined)[] = [];
    list({ sync: true, file: `${closed}.tgz`, onReadEntry: ({ mode }) => void modes.push(mode) });
    expect(modes).toEqual([0o644]);
  });

  it("holds the program, the page, and native code only for where it runs", () => {
    const files: string[] = [];
    list({ file: archive, sync: true, onReadEntry: ({ path }) => void files.push(path) });
    const prebuilds = new Set(["linux-arm64", "linux-x64", `${process.platform}-${process.arch}`]);
    expect(files.sort()).toEqual(
      [
        "main.js",
        "main.js.map",
        "node_modules/sodium-native/index.js",
        "node_modules/sodium-native/package.json",
        ...[...prebuilds].map(
          (platform) => `node_modules/sodium-native/prebuilds/${platform}/sodium-native.node`,
        ),
        "sign-in/sign-in.css",
        "ui/index.html",
      ].sort(),
    );
    expect(readFileSync(join(folder, "server", "main.js")).includes(programDir)).toBe(false);
  });

  describe("unpacked elsewhere", () => {
    let elsewhere: string;
    let api: FakeApi;
    let parameters: Server;
    let server: ChildProcess | undefined;

    beforeAll(async () => {
      elsewhere = mkdtempSync(join(tmpdir(), "parley-server-"));
      extract({ file: archive, cwd: elsewhere, sync: true });
      const words = { ...plainSite, site: { title: "Bakers & Sons" } };
      writeFileSync(join(elsewhere, "site.json"), JSON.stringify(words));
      api = await startFakeApi();
      parameters = await startFakeParameterStore("pk-server");
    });
    afterEach(() => server?.kill("SIGKILL"));
    afterAll(async () => {
      await api.close();
      parameters.closeAllConnections();
      parameters.close();
      rmSync(elsewhere, { recursive: true });
    });

    it("starts, serves the page, signs in, and ends after the last stream", async () => {
      let finishStream = () => {};
      api.answer = (_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n");
        finishStream = () => response.end("data: 2\n\n");
      };
      const started = await start(elsewhere, api.url, (parameters.address() as AddressInfo).port);
      server = started.process;
      const { origin } = started;

      expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: "ok" });
      const root = await fetch(`${origin}/`);
      expect(root.url).toBe(`${origin}/sign-in`);
      expect(await root.text()).toContain("API key");
      const entered = await fetch(`${origin}/sign-in`, {
        method: "POST",
        body: new URLSearchParams({ key: "pk-ada" }),
        redirect: "manual",
      });
      const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
      const page = await fetch(`${origin}/`, { headers: { cookie } });
      expect(await page.text()).toContain("<title>Bakers &amp; Sons</title>");

      const stream = await fetch(`${origin}/api/chat`, { method: "POST", body: "{}", headers: { cookie } });
      expect(api.requests.at(-1)?.headers).toMatchObject({
        authorization: "Bearer pk-server",
        "x-parley-user": "ada",
      });
      const ended = once(server, "exit");
      // systemd gives no stdin; its end must mean nothing.
      server.stdin?.end();
      server.kill("SIGTERM");
      await started.logged("Shutting down");
      finishStream();
      expect(await stream.text()).toBe("data: 1\n\ndata: 2\n\n");
      expect(await ended).toEqual([0, null]);
    });

    it("says what its environment lacks, and ends", async () => {
      server = spawn(process.execPath, ["main.js"], { cwd: elsewhere, env: { PORT: "http" } });
      let text = "";
      server.stderr?.on("data", (chunk) => (text += String(chunk)));
      expect(await once(server, "close")).toEqual([1, null]);
      expect(text).toContain('PORT is "http"; it has to be a number from 0 to 65535.');
      expect(text).toContain("PARLEY_KEY_PARAMETER is missing");
    });
  });
});

interface StartedServer {
  process: ChildProcess;
  origin: string;
  /** Resolves when a line of the log contains the text. */
  logged(text: string): Promise<void>;
}

async function start(cwd: string, invokeUrl: URL, ssmPort: number): Promise<StartedServer> {
  const child = spawn(process.execPath, ["main.js"], {
    cwd,
    env: {
      HOST: "127.0.0.1",
      PORT: "0",
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${ssmPort}`,
      PARLEY_INVOKE_URL: invokeUrl.href,
      PARLEY_FILES_URL: "http://127.0.0.1:1/files",
      PARLEY_KEY_PARAMETER: "/parley/server-key",
      PARLEY_SIGN_IN: "key",
      PARLEY_SITE_FILE: "site.json",
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const logged = (text: string) =>
    new Promise<string>((resolveLine, reject) => {
      lines.on("line", (line) => line.includes(text) && resolveLine(line));
      lines.once("close", () => reject(new Error(`The server ended before it logged "${text}".`)));
    });
  const line = await logged("Server listening at");
  const [origin = ""] = /http:\/\/[\d.:]+/.exec(line) ?? [];
  return { process: child, origin, logged: async (text) => void (await logged(text)) };
}

/** SSM with one parameter. */
async function startFakeParameterStore(value: string): Promise<Server> {
  const server = http.createServer((request, response) => {
    request.resume();
    expect(request.headers["x-amz-target"]).toBe("AmazonSSM.GetParameter");
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ Parameter: { Name: "/parley/server-key", Value: value } }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function sha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
