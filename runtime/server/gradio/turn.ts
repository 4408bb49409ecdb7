import { createParser } from "eventsource-parser";
import type { StreamEvent } from "../../contract/stream-event";
import type { UserApi } from "../user-api";
import { type Asker, problemIn } from "./api-call";
import { inCallersWords } from "./chat-call";
import type { ReplyEvent } from "./reply-event";

/**
 * Runs a turn to its end, whether or not anybody follows it. Never rejects: what fails ends the event, except what the
 * API refuses before the turn has begun.
 *
 * @throws Problem the API's own refusal; nothing has happened then.
 */
export async function runTurn(userApi: UserApi, event: ReplyEvent, body: object): Promise<void> {
  const answer = await userApi.ask({
    method: "POST",
    path: "/chat",
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ ...body, stream: true })),
    ...askerOf(event),
  });
  if (answer.statusCode !== 200) throw await problemIn(answer);
  const parser = createParser({ onEvent: ({ data }) => apply(event, JSON.parse(data) as StreamEvent) });
  try {
    answer.setEncoding("utf8");
    for await (const chunk of answer) parser.feed(chunk as string);
  } catch {
    // Told below: a reply without its end.
  }
  if (!event.ending) fail(event, "The reply broke off. What has been written of it is kept in the chat.");
}

export function fail(event: ReplyEvent, message: string): void {
  event.changed({ ending: { isFailed: true, message: inCallersWords(message) } });
}

function apply(event: ReplyEvent, told: StreamEvent): void {
  switch (told.type) {
    case "started":
      return event.changed({
        turn: {
          conversationId: told.conversationId,
          questionId: told.userMessageId,
          messageId: told.messageId,
        },
      });
    case "status":
      return event.changed({ waiting: { position: (told.position ?? 1) - 1, etaSec: told.estimateSec } });
    case "text":
      return event.changed({ text: event.text + told.text });
    case "done":
      // A stopped reply ends like any other, with what was written of it.
      return event.changed({ text: told.message.text, ending: { isFailed: false } });
    case "error":
      return fail(event, told.error.message);
    default:
      return undefined;
  }
}

/** The API takes up to 64 letters and digits as a request's id; an event's id begins with 32. */
export function askerOf({ user, id }: Pick<ReplyEvent, "user" | "id">): Asker {
  return { user, requestId: id.slice(0, 32) };
}
