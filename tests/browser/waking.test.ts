import type { FastifyInstance } from "fastify";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { buildApp } from "../../runtime/server/app";
import { loadServerKey } from "../../runtime/server/server-key";
import { programDir } from "../local/stack-process";
import { plainSite } from "../unit/fakes/chat-server";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";
import { textOf } from "./chat-page";
import { type HeldGateway, startHeldGateway } from "./held-gateway";

const openChat = chatBrowser();

let gateway: HeldGateway;
let server: FastifyInstance;
let chatUrl: string;
beforeAll(async () => {
  const { invokeUrl, apiKey } = inject("outputs");
  gateway = await startHeldGateway(invokeUrl);
  server = buildApp(
    { serverKey: await loadServerKey({ load: async () => apiKey, clock: Date.now }), clock: Date.now, sleep },
    {
      invokeUrl: gateway.url,
      filesUrl: new URL(inject("outputs").awsEndpoint),
      signIn: "none",
      site: plainSite,
      uiDir: path.join(programDir, "dist/server/ui"),
      log: { write: () => undefined },
    },
  );
  chatUrl = await server.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  server.server.closeAllConnections();
  await Promise.all([gateway.close(), server.close()]);
});

function status(
  status: "waking" | "queued",
  given: { estimateSec?: number; position?: number },
): StreamEvent {
  return { type: "status", status, ...given };
}

/** What is left of an estimate goes down once a second. */
function saying(reply: Locator, text: string | RegExp): Locator {
  return reply.getByRole("status").filter({ hasText: text });
}

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe.each([
  ["on a desk", {}],
  ["on a phone", phone],
])("A reply that has to wait, %s,", (_where, device) => {
  it("says that the model wakes and how long yet, then its place in the queue, then its words", async () => {
    const chat = await openChat({ chatUrl, ...device });
    const held = gateway.reply();
    const reply = await chat.send("/echo awake at last");
    const turn = await held;
    await saying(reply, "Thinking…").waitFor();

    turn.say(status("waking", { estimateSec: 90 }));
    await saying(reply, /^The model is waking up, about \d\d s…$/).waitFor();
    await saying(reply, /^The model is waking up, about [1-8]\d s…$/).waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);

    turn.say(status("queued", { position: 2, estimateSec: 40 }));
    await saying(reply, /^Number 2 in line, about [1-4]\d s…$/).waitFor();
    turn.say(status("queued", { position: 1 }));
    await saying(reply, "Number 1 in line…").waitFor();
    expect(await reply.getAttribute("data-status")).toBe("running");

    turn.release();
    await chat.ended(reply);
    expect(await textOf(reply)).toBe("awake at last");
    expect(await reply.getByRole("status").count()).toBe(0);
  });
});

describe("A reply that has to wait", () => {
  it("is heard to wait once, whatever becomes of the estimate", async () => {
    const chat = await openChat({ chatUrl });
    const held = gateway.reply();
    const reply = await chat.send("/echo awake at last");
    const turn = await held;
    turn.say(status("waking", { estimateSec: 90 }));
    turn.say(status("waking", { estimateSec: 85 }));
    turn.release();
    await chat.ended(reply);
    const said = chat.page.locator("[data-announcements] p");
    await expect
      .poll(() => said.allInnerTexts(), { timeout: 10_000 })
      .toEqual(["The model is waking up, about 90 s…", "awake at last", "Reply complete."]);
  });

  it("can be stopped", async () => {
    const chat = await openChat({ chatUrl });
    const held = gateway.reply();
    const reply = await chat.send("/tokens 2000 50");
    const turn = await held;
    turn.say(status("waking", { estimateSec: 90 }));
    await saying(reply, "The model is waking up").waitFor();
    await chat.stopButton.click();
    await saying(reply, "Stopping…").waitFor();
    turn.release();
    await chat.ended(reply, "stopped");
    expect(await reply.getByRole("status").count()).toBe(0);
  });
});
