import { Problem } from "../contract/problem";

export function conversationNotFound(): Problem {
  return new Problem("not_found", "There is no such conversation.");
}

export function messageNotFound(): Problem {
  return new Problem("not_found", "There is no such message in this conversation.");
}

/** What is written to it now would go with what is deleted. */
export function conversationStillDeleted(): Problem {
  return new Problem(
    "conflict",
    "conversationId: is still being deleted. Try again in a second; if it stays so, delete it again.",
  );
}

/** Of a conversation that a turn was to make. */
export function conversationJustMade(): Problem {
  return new Problem("conflict", "conversationId: another request has just made it. Send this one again.");
}
