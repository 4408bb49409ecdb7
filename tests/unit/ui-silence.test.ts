import { describe, expect, it } from "vitest";
import { ConnectionLost } from "../../ui/api/api-error";
import { readStreamEvents } from "../../ui/api/sse";
import { FakeTime, settle } from "./fakes/fake-time";

/** A stream that is being read, on a machine that can sleep. */
function startStream() {
  const time = new FakeTime();
  let sleptMs = 0;
  const returns = new Set<() => void>();
  let write = (_text: string): void => undefined;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      write = (text) => controller.enqueue(new TextEncoder().encode(text));
    },
    cancel: () => void (isCancelled = true),
  });
  const events = readStreamEvents(body, {
    now: () => time.clock() + sleptMs,
    wait: time.wait,
    onReturn: (handler) => {
      returns.add(handler);
      return () => returns.delete(handler);
    },
  });
  let state = "alive";
  events.next().then(
    () => (state = "ended"),
    (error: unknown) => (state = error instanceof ConnectionLost ? "lost" : String(error)),
  );
  return {
    pass: (ms: number) => time.pass(ms),
    /** Something that is no event: the read goes on. */
    keepAlive: async () => {
      write(": keep-alive\n\n");
      await settle();
    },
    /** The clock runs on, but no timer does. */
    sleep: (ms: number) => void (sleptMs += ms),
    comeBack: () => {
      for (const handler of returns) handler();
    },
    state: () => state,
    isCancelled: () => isCancelled,
    returns,
  };
}

describe("a stream that is silent", () => {
  it("is lost after 45 s without a word or a keep-alive comment", async () => {
    const stream = startStream();
    await stream.pass(44_999);
    await stream.keepAlive();
    await stream.pass(44_999);
    expect(stream.state()).toBe("alive");
    await stream.pass(1);
    expect([stream.state(), stream.isCancelled(), stream.returns.size]).toEqual(["lost", true, 0]);
  });

  it("is lost within 6 s of waking when it died while the machine slept, also when nobody comes back", async () => {
    const stream = startStream();
    await stream.pass(1);
    stream.sleep(600_000);
    await stream.pass(5_998);
    expect(stream.state()).toBe("alive");
    await stream.pass(1);
    expect(stream.state()).toBe("lost");
  });

  it("is lost a second after somebody comes back, when more than one keep-alive comment did not come", async () => {
    const stream = startStream();
    await stream.pass(1_000);
    stream.sleep(25_000);
    stream.comeBack();
    await stream.pass(999);
    expect(stream.state()).toBe("alive");
    await stream.pass(1);
    expect(stream.state()).toBe("lost");
  });

  it("goes on when what came while the page could not run is read in that second", async () => {
    const stream = startStream();
    stream.sleep(60_000);
    stream.comeBack();
    await stream.keepAlive();
    await stream.pass(44_999);
    expect(stream.state()).toBe("alive");
  });

  it("has until its next keep-alive comment is overdue when somebody comes back before that", async () => {
    const stream = startStream();
    await stream.pass(4_000);
    stream.comeBack();
    await stream.pass(15_999);
    expect(stream.state()).toBe("alive");
    await stream.pass(1);
    expect(stream.state()).toBe("lost");
  });

  it("has its 45 s again after the next word", async () => {
    const stream = startStream();
    stream.comeBack();
    await stream.pass(14_000);
    await stream.keepAlive();
    await stream.pass(44_999);
    expect(stream.state()).toBe("alive");
  });
});
