import { Problem } from "../contract/problem";

export function conversationNotFound(): Problem {
  return new Problem("not_found", "There is no such conversation.");
}

export function messageNotFound(): Problem {
  return new Problem("not_found", "There is no such message in this conversation.");
}

/** Of a conversation that a turn was to make. */
export function conversationJustMade(): Problem {
  return new Problem("conflict", "conversationId: another request has just made it. Send this one again.");
}
