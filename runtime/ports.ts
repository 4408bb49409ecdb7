import type { Conversation, ConversationPage, ConversationPatch, MessagePage } from "./contract/conversation";
import type { Feedback, FinishReason, Message, MessageError, MessageStatus, Usage } from "./contract/message";
import type { Preset } from "./contract/preset";
import type { DayUsage } from "./contract/usage";

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** A new ULID. Ids of one process sort in the order they were made. */
export type NewId = () => string;

/** Resolves after `ms` milliseconds, or as soon as the signal aborts. Never rejects. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/** A turn about to begin. The store decides nothing: ids, title and parent are given. */
export interface NewTurn {
  owner: string;
  /** True when `conversation` is to be made. */
  isNew: boolean;
  conversation: Conversation;
  /** The message that is answered. */
  user: Message;
  /** True when `user` is stored already and answered once more: then only the reply is written. */
  isAgain?: boolean;
  /** The reply, empty and `running`. */
  reply: Message;
  clientMessageId?: string;
  /** All that was asked, where a second turn with the same `clientMessageId` must ask the same. */
  asked?: string;
  /** Until when the reply counts as alive without another save, ms since the epoch. */
  leaseUntil: number;
}

/** The ids of the turn that stands: this one, or an earlier one with the same `clientMessageId`. */
export interface BegunTurn {
  /** True when an earlier turn had this `clientMessageId`; nothing was written. */
  repeated: boolean;
  /** True when that one was asked something else. */
  differs?: boolean;
  conversationId: string;
  userMessageId: string;
  messageId: string;
}

export interface ReplyProgress {
  owner: string;
  conversationId: string;
  messageId: string;
  text: string;
  reasoning: string;
  leaseUntil: number;
}

export interface ReplyEnd extends Omit<ReplyProgress, "leaseUntil"> {
  status: Exclude<MessageStatus, "running" | "interrupted">;
  finishReason: FinishReason;
  usage?: Usage;
  error?: MessageError;
  /** What the model calls itself. */
  model?: string;
  /** How long it thought. */
  reasoningMs?: number;
}

export interface PageRequest {
  limit: number;
  cursor?: string;
}

/**
 * Where conversations live. Every method takes the owner; what belongs to somebody else is `not_found`, exactly like
 * what never was. A cursor that this store did not make is `bad_request`.
 */
export interface ConversationStore {
  /**
   * Writes conversation, message and reply in one transaction, or nothing. `conflict` when a new conversation is there
   * already, or is still being deleted.
   */
  beginTurn(turn: NewTurn): Promise<BegunTurn>;
  /** The earlier turn that `beginTurn` would find. */
  findTurn(turn: Pick<NewTurn, "owner" | "clientMessageId" | "asked">): Promise<BegunTurn | undefined>;
  /** One write; its answer says whether a stop was asked for. `not_found` when the reply is gone or has ended. */
  saveProgress(progress: ReplyProgress): Promise<{ stopRequested: boolean }>;
  /** Ends the reply; returns it as stored. A reply that has ended already stays as it is. */
  endReply(end: ReplyEnd): Promise<Message>;
  /** Asks whoever writes a reply, the newest one if none is named, to stop; false when it does not run. */
  requestStop(owner: string, conversationId: string, messageId?: string): Promise<boolean>;

  getConversation(owner: string, id: string): Promise<Conversation>;
  /**
   * Pinned ones first, then the others, each newest first. `q` searches titles and texts, whatever the case; `match` is there when it was a text: the newest
   * message that has it. A call costs no more than a bound, whatever there is: such a page may be short, even empty,
   * although `cursor` says more follows. A store may leave out texts that it keeps in the file store.
   */
  listConversations(owner: string, page: PageRequest & { q?: string }): Promise<ConversationPage>;
  /** Settings are replaced as a whole; null takes them away. */
  updateConversation(owner: string, id: string, patch: ConversationPatch): Promise<Conversation>;
  /** Deletes the conversation and all its messages. Safe to call again, also for what never was. */
  deleteConversation(owner: string, id: string): Promise<void>;

  /** Writes a conversation and its messages, oldest first; nothing of it is seen before all of it is there. */
  importConversation(owner: string, conversation: Conversation, messages: readonly Message[]): Promise<void>;
  /**
   * Adds messages, oldest first, and touches nothing else. One whose id is there already stays as it is, so that a
   * call may be made again.
   */
  importMessages(owner: string, conversationId: string, messages: readonly Message[]): Promise<void>;
  /** Whose these messages are; what is not there is left out. */
  rolesOf(
    owner: string,
    conversationId: string,
    messageIds: readonly string[],
  ): Promise<ReadonlyMap<string, Message["role"]>>;

  /** Newest first. A `running` reply whose lease has passed reads as `interrupted`. */
  listMessages(owner: string, conversationId: string, page: PageRequest): Promise<MessagePage>;
  getMessage(owner: string, conversationId: string, messageId: string): Promise<Message>;
  /** Of a reply; a user's message is `not_found`. Null clears it. */
  setFeedback(
    owner: string,
    conversationId: string,
    messageId: string,
    feedback: Feedback | null,
  ): Promise<Message>;
}

/** Settings that people keep for themselves. What belongs to another is not there. */
export interface PresetStore {
  /** All of one owner's, in no order. */
  listPresets(owner: string): Promise<Preset[]>;
  /** Makes it, or replaces the one with its id. */
  putPreset(owner: string, preset: Preset): Promise<void>;
  /** `not_found` when it is not there. */
  deletePreset(owner: string, id: string): Promise<void>;
}

/** Where somebody stands with one limit. */
export interface LimitStanding {
  /** As in a tier. */
  name: "requestsPerDay" | "tokensPerDay" | "tokensPerMonth";
  limit: number;
  /** Of the limit; what running requests hold is part of it. May be more than the limit by what one request took. */
  used: number;
  /** What of it running requests hold. */
  held: number;
  /** When nothing is used any more, ms since the epoch. */
  resetsAt: number;
}

/** Where somebody stands with what he may use, at a moment. */
export interface QuotaStanding {
  /** Ms since the epoch. */
  at: number;
  requests: LimitStanding;
  /** The limit of tokens of which least is left; undefined where they are not limited. */
  tokens?: LimitStanding;
}

/** Tokens that are kept for one request while it runs. */
export interface TokenHold {
  readonly standing: QuotaStanding;
  /**
   * Counts what the request took, in place of what was held. Without it: the model was never asked, and neither tokens
   * nor the request count. To be called once.
   */
  settle(usage?: Usage): Promise<void>;
}

/** What each person may use, by the day and month (UTC). */
export interface Quota {
  /**
   * Counts a request and holds tokens for it, in one step: of requests at the same time not one too many passes. One
   * that begins below a limit may end above it; the next one is then refused. What is held and never settled, since
   * its writer died, is given back after the longest time that a request can take.
   *
   * @param tokens - as many as the request may take: its prompt, estimated, and the longest reply
   * @throws QuotaExceeded, a `Problem`: `quota_exceeded` when all is used, `too_many_requests` when the rest is held.
   */
  reserve(owner: string, tokens: number): Promise<TokenHold>;
}

/** What somebody has used, by day. */
export interface OwnersUsage {
  owner: string;
  /** Those with any use, oldest first. */
  days: DayUsage[];
}

/** What was counted. Dates are UTC, `2026-11-23`; a time has both its ends in it. */
export interface UsageStore {
  /** The days with any use, oldest first. */
  usageOf(owner: string, from: string, to: string): Promise<DayUsage[]>;
  /** Of all who used anything, in no order; may be some seconds behind. */
  everyonesUsage(from: string, to: string): Promise<OwnersUsage[]>;
}

/** A text, or the parts of a message that has several. An image is a `data:` URL. */
export type ModelContent = string | ({ type: "text"; text: string } | { type: "image"; url: string })[];

/** A call that a model asked for. `arguments` is JSON as it wrote it. */
export interface ModelToolCall {
  id: string;
  name: string;
  arguments: string;
}

export type ModelMessage =
  | { role: "system" | "user"; content: ModelContent; name?: string }
  | {
      role: "assistant";
      content: ModelContent | null;
      name?: string;
      toolCalls?: ModelToolCall[];
      /** What it thought before its calls; a model that thinks goes on better when it is told. */
      reasoning?: string;
    }
  | { role: "tool"; content: ModelContent; toolCallId: string };

/** A function that the model may ask to be called. `parameters` is a JSON schema. */
export interface ModelTool {
  name: string;
  description?: string;
  parameters?: object;
  strict?: boolean;
}

/** What a model is asked. All but the messages is the model's own when left out. */
export interface ModelRequest {
  messages: ModelMessage[];
  model?: string;
  temperature?: number;
  topP?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
  seed?: number;
  /** Where it stops; the text itself is not part of the answer. */
  stop?: string[];
  maxTokens?: number;
  reasoningEffort?: "low" | "medium" | "high";
  tools?: ModelTool[];
  /** `name`: this one and no other. */
  toolChoice?: "none" | "auto" | "required" | { name: string };
  parallelToolCalls?: boolean;
  /** @default - text */
  responseFormat?: "json" | { name: string; description?: string; schema: object; strict?: boolean };
  /** Who asks, as the caller calls them. */
  user?: string;
}

/** Part of a call: `id` and `name` with its first part, then more of `arguments`. Calls are told apart by `index`. */
export interface ToolCallEvent {
  type: "tool_call";
  index: number;
  id?: string;
  name?: string;
  arguments: string;
}

/** What a model says, in order. `finish` is the last one. */
export type ModelEvent =
  | { type: "reasoning"; text: string }
  | { type: "text"; text: string }
  | ToolCallEvent
  | {
      type: "finish";
      reason: "stop" | "length" | "tool_calls" | "content_filter";
      usage?: Usage;
      model?: string;
    };

/**
 * A model that streams. Fails with `Problem` `model_error` (its own words only in `cause`, or in `words` of a
 * `ModelRefusal`), `model_unavailable` when it cannot take the request now. Aborting ends the generation at the model and soon after the iteration, by an end or an
 * error; so does leaving the iteration early.
 */
export interface ModelClient {
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

/** Text too large for the table. Keys are the store's own; bytes are UTF-8. */
export interface FileStore {
  putText(key: string, text: string): Promise<void>;
  getText(key: string): Promise<string>;
  deleteAll(keys: string[]): Promise<void>;
}

/** Structured logs: one JSON line an entry. Never a key, never a message's text. */
export interface Logger {
  info(entry: Record<string, unknown>, message: string): void;
  error(entry: Record<string, unknown>, message: string): void;
}
