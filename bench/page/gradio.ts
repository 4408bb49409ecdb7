import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { turnTexts } from "../../tests/local/long-conversation";
import { startLastSentProxy } from "./last-sent-proxy";
import { type Subject, longTurns } from "./subject";

/** Gradio as pip installs it, in a folder that goes away again. */
export async function startGradio(): Promise<Subject> {
  const folder = mkdtempSync(path.join(tmpdir(), "parley-gradio-"));
  const python = path.join(folder, "venv", "bin", "python");
  execFileSync("python3", ["-m", "venv", path.join(folder, "venv")]);
  execFileSync(python, ["-m", "pip", "install", "--quiet", "gradio"], { stdio: ["ignore", 2, 2] });
  const messages = path.join(folder, "messages.json");
  writeFileSync(messages, JSON.stringify(longConversation()));
  const [chatPort, longPort] = [await freePort(), await freePort()];
  const app = spawn(python, [path.join(__dirname, "gradio-app.py"), `${chatPort}`, `${longPort}`, messages], {
    env: { ...process.env, GRADIO_ANALYTICS_ENABLED: "False", HF_HUB_OFFLINE: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const version = await new Promise<string>((resolve, reject) => {
    app.stdout.on("data", (text: Buffer) => {
      const found = /^up (\S+)/m.exec(text.toString());
      if (found) resolve(found[1] ?? "");
    });
    app.once("exit", () => reject(new Error("Gradio's app ended before it was up.")));
  });
  const proxy = await startLastSentProxy(`http://127.0.0.1:${chatPort}`);
  return {
    name: `Gradio ${version}`,
    url: proxy.url,
    longUrl: `http://127.0.0.1:${longPort}`,
    log: "[role=log]",
    box: "textarea",
    lastSentAt: () => proxy.lastSentAt(),
    async replied(page, count) {
      const bots = page.locator("[data-testid=bot]");
      await bots.nth(count - 1).waitFor({ timeout: 180_000 });
      await page.locator("button.stop-button").waitFor({ state: "hidden", timeout: 180_000 });
    },
    async stop() {
      proxy.close();
      app.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
