import type { ReplyEvent } from "./reply-event";

/** Gradio's queue messages, each one line of JSON. Comments, `event:` and `id:` lines would end the Python client. */
export function queueMessage(message: object): string {
  return `data: ${JSON.stringify(message)}\n\n`;
}

/** Values on the wire, with null for the state. */
export function valuesOf(text: string): [string, null] {
  return [text, null];
}

export const heartbeatMessage = { msg: "heartbeat", event_id: null };
export const closeMessage = { msg: "close_stream", event_id: null };
export const unknownSessionMessage = {
  msg: "unexpected_error",
  event_id: null,
  message: "404: Not Found",
  session_not_found: true,
  success: false,
};

export function startsMessage({ id }: ReplyEvent): object {
  return { msg: "process_starts", event_id: id, eta: null };
}

export function waitingMessage({ id, waiting }: ReplyEvent): object {
  const { position = 0, etaSec = null } = waiting ?? {};
  return { msg: "estimation", event_id: id, rank: position, queue_size: position + 1, rank_eta: etaSec };
}

/** @param told - how many characters of the text the client has; the first time it gets the whole, then what is new. */
export function generatingMessage({ id, text }: ReplyEvent, told: number): object {
  const data = told === 0 ? valuesOf(text) : [[["append", [], text.slice(told)]], []];
  return {
    msg: "process_generating",
    event_id: id,
    output: outputOf(data, true),
    success: true,
    time_limit: null,
  };
}

export function completedMessage({ id, text, ending }: ReplyEvent): object {
  const head = { msg: "process_completed", event_id: id, title: null };
  if (ending?.isFailed) {
    const output = { error: ending.message, title: "Error", visible: true, duration: 10 };
    return { ...head, output, success: false };
  }
  const output = outputOf(valuesOf(text), false);
  return { ...head, output, success: true, used_cache: null, cache_duration: null, avg_time: null };
}

function outputOf(data: unknown[], is_generating: boolean): object {
  const measured = { duration: null, average_duration: null };
  return { data, is_generating, ...measured, render_config: null, changed_state_ids: [] };
}
