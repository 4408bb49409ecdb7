import type { ServerResponse } from "node:http";
import { valuesOf } from "./queue-messages";
import type { ReplyEvent } from "./reply-event";

/** Each piece is the whole text so far, as Gradio has it here: a long one cannot be told with every word. */
const tellEveryMs = 100;
const heartbeatMs = 15_000;

/** Writes an event as `GET /gradio_api/call/chat/{id}` tells it: named events, whole values. */
export function streamCall(event: ReplyEvent, out: ServerResponse): void {
  let told = "";
  let pause: NodeJS.Timeout | undefined;
  const write = (name: string, data: unknown) => out.write(callMessage(name, data));
  const heartbeat = setInterval(() => write("heartbeat", null), heartbeatMs);

  function tell(): void {
    if (event.ending) return end();
    if (pause || event.text === told || out.writableNeedDrain) return;
    told = event.text;
    write("generating", valuesOf(told));
    pause = setTimeout(() => {
      pause = undefined;
      tell();
    }, tellEveryMs);
  }
  function end(): void {
    stop();
    if (event.ending?.isFailed) write("error", { error: event.ending.message, title: "Error" });
    else write("complete", valuesOf(event.text));
    out.end();
  }
  function stop(): void {
    forget();
    clearInterval(heartbeat);
    clearTimeout(pause);
  }

  const forget = event.onChange(tell);
  out.once("close", stop);
  tell();
}

/** One event of the stream. */
export function callMessage(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
