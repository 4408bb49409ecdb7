import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StackProcess, startStackProcess, temporaryFolder } from "../local/stack-process";
import { chatBrowser } from "./browser";
import { countedWords, textOf } from "./chat-page";

const openChat = chatBrowser();

const folder = temporaryFolder();
let stack: StackProcess;
beforeAll(async () => {
  stack = await startStackProcess(folder.dataDir);
});
afterAll(async () => {
  await stack.stop();
  folder.remove();
});

/** The process that the instance's unit runs, a child of the stack's own. */
function serverPid(): number | undefined {
  const processes = execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []);
  const found = processes.find(
    ([, , parent, command]) =>
      Number(parent) === stack.process.pid &&
      command?.includes(folder.dataDir) &&
      command.endsWith("/opt/parley/main.js"),
  );
  return found && Number(found[1]);
}

describe("A chat server that is killed in mid-reply", () => {
  it("comes back, and the page shows the reply whole", { timeout: 60_000 }, async () => {
    const chat = await openChat({ chatUrl: stack.outputs.chatUrl });
    chat.expectProblem(/Failed to load resource|ERR_/);
    const reply = await chat.send("/tokens 240 40");
    await chat.reached(reply, "word20 ");
    const killed = serverPid();
    if (killed === undefined) throw new Error(`no server process in:\n${stack.printed()}`);
    process.kill(killed, "SIGKILL");

    await reply.getByRole("status").filter({ hasText: "Reconnecting…" }).waitFor();
    await chat.ended(reply);
    expect(await textOf(reply)).toBe(countedWords(240));
    expect(serverPid()).not.toBe(killed);
    expect(await textOf(await chat.ask("/echo as before"))).toBe("as before");
  });
});
