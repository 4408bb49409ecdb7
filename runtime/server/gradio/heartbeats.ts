import type { ServerResponse } from "node:http";

/** The Python client takes silence of 20 s for a connection that is dead, and asks again without a pause. */
const everyMs = 15_000;

/** `GET /gradio_api/heartbeat/{session}`: says that the server is there, until the client or the server goes. */
export class Heartbeats {
  private readonly open = new Map<ServerResponse, string>();

  /** Whether a client is there for this session. */
  has(session: string): boolean {
    return [...this.open.values()].includes(session);
  }

  add(session: string, out: ServerResponse): void {
    const beat = () => out.write("data: ALIVE\n\n");
    const timer = setInterval(beat, everyMs);
    this.open.set(out, session);
    out.once("close", () => {
      clearInterval(timer);
      this.open.delete(out);
    });
    beat();
  }

  endAll(): void {
    for (const out of this.open.keys()) out.end();
  }
}
