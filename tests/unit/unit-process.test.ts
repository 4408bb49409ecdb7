import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, type Socket, createServer } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { UnitProcess, type UnitProcessOptions } from "../../local/aws/ec2/unit-process";

const running: UnitProcess[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((unit) => unit.stop()));
});

function start(code: string, options: Partial<UnitProcessOptions> = {}) {
  const lines: string[] = [];
  const unit = new UnitProcess({
    command: [process.execPath, "-e", code],
    cwd: __dirname,
    environment: {},
    restart: "no",
    restartDelayMs: 1,
    log: (line) => lines.push(line),
    ...options,
  });
  running.push(unit);
  return { unit, lines };
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("a unit process", () => {
  it("is started again after any end when the unit says always", async () => {
    const { lines } = start("console.log('up')", { restart: "always" });
    await vi.waitUntil(() => lines.filter((line) => line === "up").length >= 2);
    expect(lines).toContain("Main process exited, status=0");
  });

  it("is not started again after a good end when the unit says on-failure", async () => {
    const { unit, lines } = start("", { restart: "on-failure" });
    await vi.waitUntil(() => lines.length > 0);
    expect(lines).toEqual(["Main process exited, status=0"]);
    expect(unit.pid).toBeUndefined();
  });

  it("says that its program cannot be started", async () => {
    const { lines } = start("", { command: ["/nowhere/node"] });
    await vi.waitUntil(() => lines.length === 2);
    expect(lines).toEqual(["Main process: spawn /nowhere/node ENOENT", "Main process exited, status=1"]);
  });

  it("keeps its last 20 lines", async () => {
    const { unit, lines } = start("for (let i = 1; i <= 30; i++) console.log(i); setInterval(() => {}, 1e6)");
    await vi.waitUntil(() => lines.length === 30);
    expect(unit.lastLines).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 11)));
  });

  it("is killed when it does not end by itself", async () => {
    const code = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); console.log('up')";
    const { unit, lines } = start(code);
    await vi.waitUntil(() => lines.includes("up"));
    const pid = unit.pid!;
    await unit.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it("ends when the process that started it is killed", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const options = {
      command: [process.execPath, "-e", `require("net").connect(${port}, "127.0.0.1")`],
      cwd: __dirname,
      environment: {},
      restart: "always",
      restartDelayMs: 1,
    };
    const code = `
      const { UnitProcess } = require("./local/aws/ec2/unit-process");
      new UnitProcess({ ...${JSON.stringify(options)}, log() {} });`;
    const parent = spawn(process.execPath, ["--import", "tsx", "-e", code], { stdio: "inherit" });
    // The connection stands as long as the unit lives.
    const [connection] = (await once(server, "connection")) as [Socket];
    const events: string[] = [];
    connection.on("error", () => {}).once("close", () => events.push("ended"));
    connection.resume();
    parent.kill("SIGKILL");
    await vi.waitUntil(() => events.length > 0, { timeout: 5000 });
    expect(events).toEqual(["ended"]);
    server.close();
  });
});
