import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { turnTexts } from "../../tests/local/long-conversation";
import { startLastSentProxy } from "./last-sent-proxy";
import { type Subject, longTurns } from "./subject";

const startMs = 180_000;

/** Gradio as pip installs it, in a folder that goes away again, also when it does not start. */
export async function startGradio(): Promise<Subject> {
  const folder = mkdtempSync(path.join(tmpdir(), "parley-gradio-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Ctrl-C ends the benchmark without asking anyone.
  process.once("exit", remove);
  try {
    return await startIn(folder, remove);
  } catch (error) {
    remove();
    throw error;
  }
}

async function startIn(folder: string, remove: () => void): Promise<Subject> {
  const python = path.join(folder, "venv", "bin", "python");
  console.error("\nGradio: pip installs it, which takes some minutes");
  await run("python3", ["-m", "venv", path.join(folder, "venv")]);
  await run(python, [
    "-m",
    "pip",
    "install",
    "--disable-pip-version-check",
    "--progress-bar",
    "off",
    "gradio",
  ]);
  const messages = path.join(folder, "messages.json");
  writeFileSync(messages, JSON.stringify(longConversation()));
  const app = await startApp(python, messages);
  const proxy = await startLastSentProxy(app.chatUrl);
  return {
    name: `Gradio ${app.version}`,
    url: proxy.url,
    longUrl: app.longUrl,
    log: "[role=log]",
    box: "textarea",
    lastSentAt: () => proxy.lastSentAt(),
    replied,
    async stop() {
      proxy.close();
      await app.stop();
      remove();
    },
  };
}

async function replied(page: Page, count: number): Promise<void> {
  const bots = page.locator("[data-testid=bot]");
  await bots.nth(count - 1).waitFor({ timeout: 180_000 });
  await page.locator("button.stop-button").waitFor({ state: "hidden", timeout: 180_000 });
}

/** Both pages; resolves when they are served. */
async function startApp(python: string, messages: string) {
  const [chatPort, longPort] = [await freePort(), await freePort()];
  const app = spawn(python, [path.join(__dirname, "gradio-app.py"), `${chatPort}`, `${longPort}`, messages], {
    env: { ...process.env, GRADIO_ANALYTICS_ENABLED: "False", HF_HUB_OFFLINE: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const kill = () => void app.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => app.once("close", () => resolve()));
  const version = await new Promise<string>((resolve, reject) => {
    const fail = () => reject(new Error("Gradio's app was not up in time."));
    const timer = setTimeout(fail, startMs);
    let printed = "";
    app.stdout.on("data", (text: Buffer) => {
      // One line may come in pieces.
      const found = /^up (\S+)\n/m.exec((printed += text));
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1] ?? "");
    });
    app.once("error", reject);
    void ended.then(() => reject(new Error("Gradio's app ended before it was up.")));
  }).catch((error: unknown) => {
    kill();
    throw error;
  });
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const stop = () => {
    kill();
    return ended;
  };
  return { version, chatUrl: url(chatPort), longUrl: url(longPort), stop };
}

/** What it prints goes to where the benchmark's progress goes. */
function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", 2, 2] });
    const kill = () => void child.kill("SIGKILL");
    process.once("exit", kill);
    child.once("error", reject);
    child.once("exit", (code) => {
      process.off("exit", kill);
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}.`));
    });
  });
}

function longConversation(): object[] {
  return Array.from({ length: longTurns }, (_, at) => turnTexts(at + 1)).flatMap(({ asked, answered }) => [
    { role: "user", content: asked },
    { role: "assistant", content: answered },
  ]);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
