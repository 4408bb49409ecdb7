import type { ChatRequest } from "../contract/chat";
import type { Conversation } from "../contract/conversation";
import type { Message } from "../contract/message";
import { Problem } from "../contract/problem";
import type { MessageFile, MessageSource } from "../contract/file";
import type { Clock, ConversationStore, ModelRequest, NewId, NewTurn } from "../ports";
import { askedSettings, settingsOf, type TurnSettings } from "./asked-settings";
import { titleOf } from "./title";
import { readTurnFiles, type TurnFilePorts, type TurnFiles } from "./turn-files";
import { findPlace } from "./turn-place";
import { promptOf } from "./turn-prompt";

/** How long a reply counts as alive after its last save. */
export const leaseMs = 15_000;

export interface TurnPlanPorts {
  store: ConversationStore;
  files: TurnFilePorts;
  clock: Clock;
  newId: NewId;
}

export interface TurnPlan {
  turn: NewTurn;
  prompt: ModelRequest;
  /** Those that the prompt is made with. */
  files: TurnFiles;
  /** Whether the conversation is made when it is not there. */
  mayMake?: boolean;
}

/**
 * Everything that a turn will write and send, without writing anything.
 *
 * @throws Problem `bad_request`, `not_found`, `conflict` or `too_large`.
 */
export async function planTurn(
  ports: TurnPlanPorts,
  settings: TurnSettings,
  request: ChatRequest,
  owner: string,
): Promise<TurnPlan> {
  refuseContradictions(request);
  // Before anything is read: what the request itself asks for may be refused.
  askedSettings(settings, request);
  // A little more than will fit beside the reply, of which the conversation, read at the same time, knows the length.
  const place = await findPlace(ports.store, request, owner, settings.contextTokens);
  const now = new Date(ports.clock()).toISOString();
  const conversation = place.conversation ?? newConversation(ports, request, now);
  const base = { conversationId: conversation.id, now };
  const said = place.asked ? [...place.path, place.asked] : place.path;
  const files = await readTurnFiles({ ...ports, ...ports.files }, owner, request.files ?? [], {
    conversationId: place.conversation?.id,
    path: said,
  });
  const parentId = place.path.at(-1)?.id ?? null;
  const user =
    place.asked ??
    newQuestion(ports.newId(), { ...base, parentId, text: request.message, files: filesOf(files) });
  const asked = askedSettings(settings, request, place.conversation?.settings);
  const { prompt, sources } = promptOf(settings, asked, [...place.path, user], files);
  return {
    turn: {
      owner,
      isNew: place.conversation === undefined,
      conversation: { ...conversation, updatedAt: now },
      user,
      isAgain: place.asked !== undefined,
      reply: newReply(ports.newId(), { ...base, parentId: user.id, sources }),
      clientMessageId: request.clientMessageId,
      leaseUntil: ports.clock() + leaseMs,
    },
    prompt,
    files,
    mayMake: request.createConversation,
  };
}

/** As the message that asks for them names them. */
export function filesOf({ asked }: TurnFiles): MessageFile[] | undefined {
  if (asked.length === 0) return undefined;
  return asked.map(({ id, name, type, size }) => ({ id, name, type, size }));
}

interface NewMessage {
  conversationId: string;
  parentId: string | null;
  now: string;
}

/** What is said to the model. */
export function newQuestion(
  id: string,
  { now, text = "", files, ...place }: NewMessage & { text?: string; files?: MessageFile[] },
): Message {
  const question: Message = {
    ...place,
    id,
    role: "user",
    text,
    status: "complete",
    createdAt: now,
    updatedAt: now,
  };
  return files ? { ...question, files } : question;
}

/** The reply, empty and running. */
export function newReply(
  id: string,
  { now, sources, ...place }: NewMessage & { sources?: MessageSource[] },
): Message {
  const reply: Message = {
    ...place,
    id,
    role: "assistant",
    text: "",
    status: "running",
    createdAt: now,
    updatedAt: now,
  };
  return sources ? { ...reply, sources } : reply;
}

function refuseContradictions(request: ChatRequest): void {
  if (request.history !== undefined) {
    throw new Problem("bad_request", "history: is only for turns with store: false.");
  }
  if (request.conversationId === undefined && typeof request.parentId === "string") {
    throw new Problem("bad_request", "parentId: needs the conversationId of the message it names.");
  }
  if (request.createConversation) requireNewId(request);
  if (request.regenerate === undefined) {
    requireMessage(request);
  } else if (request.message !== undefined || request.parentId !== undefined) {
    throw new Problem("bad_request", "regenerate: goes without message and parentId; the reply has both.");
  } else if (request.conversationId === undefined) {
    throw new Problem("bad_request", "regenerate: needs the conversationId of the reply it names.");
  } else if (request.files !== undefined) {
    throw new Problem(
      "bad_request",
      "files: go with a message; a reply made again has those of its question.",
    );
  }
}

/** @throws Problem `bad_request` when no conversation could have this id: it stands in addresses and in keys. */
function requireNewId({ conversationId }: ChatRequest): void {
  if (conversationId === undefined) {
    throw new Problem("bad_request", "createConversation: needs a conversationId.");
  }
  if (!/^[\w-]+$/.test(conversationId)) {
    throw new Problem(
      "bad_request",
      `conversationId: is ${JSON.stringify(conversationId)}; a new one may have letters, digits, - and _.`,
    );
  }
}

/** @throws Problem `bad_request` when nothing is said. */
export function requireMessage({ message }: ChatRequest): string {
  if (message === undefined) throw new Problem("bad_request", "message: is missing; it must be a string.");
  return message;
}

/** Under the caller's own id it keeps no settings: each of the caller's turns says what it needs. */
function newConversation({ newId }: TurnPlanPorts, request: ChatRequest, now: string): Conversation {
  const settings = request.conversationId === undefined ? settingsOf(request) : undefined;
  return {
    id: request.conversationId ?? newId(),
    title: titleOf(request.message ?? ""),
    createdAt: now,
    updatedAt: now,
    pinned: false,
    ...(settings && { settings }),
  };
}
