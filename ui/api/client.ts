import type { ChatRequest } from "../../runtime/contract/chat";
import type {
  Conversation,
  ConversationPage,
  ConversationPatch,
  MessagePage,
  PageQuery,
} from "../../runtime/contract/conversation";
import type { ConversationImport, ImportedMessage } from "../../runtime/contract/conversation-import";
import type { FileLink, FilePage, FilePatch, FileRequest, NewFile } from "../../runtime/contract/file";
import type { KeyList, KeyRequest, NewKey } from "../../runtime/contract/key";
import type { Feedback, Message } from "../../runtime/contract/message";
import type { Preset, PresetContent, PresetList } from "../../runtime/contract/preset";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import type { EveryonesUsage, OwnUsage } from "../../runtime/contract/usage";
import type { Me } from "../../runtime/contract/user";
import { ConnectionLost, errorOf } from "./api-error";
import type { SilencePorts } from "./silence";
import { readStreamEvents } from "./sse";

/** Who is in, and whether there is a way out. */
export interface Session {
  signIn: "none" | "key";
  user: string;
}

/** The API as the page sees it. Every method fails with `ApiError` or `ConnectionLost`, or as `signal` says. */
export interface ParleyApi {
  session(): Promise<Session>;
  /** One turn, streamed. Leaving the loop leaves the reply running; {@link stop} ends it. */
  chat(request: ChatRequest, signal?: AbortSignal): AsyncGenerator<StreamEvent>;
  /** Asks the running reply to end and keep what it has. */
  stop(conversationId: string): Promise<void>;
  /** @param isUnasked - nobody waits for it: a session that has ended is no reason to leave the page */
  listConversations(query: PageQuery, signal?: AbortSignal, isUnasked?: boolean): Promise<ConversationPage>;
  getConversation(id: string, signal?: AbortSignal): Promise<Conversation>;
  updateConversation(id: string, patch: ConversationPatch): Promise<Conversation>;
  /** Outlives the page that calls it. */
  deleteConversation(id: string): Promise<void>;
  /** Newest first. */
  listMessages(conversationId: string, query: PageQuery, signal?: AbortSignal): Promise<MessagePage>;
  getMessage(conversationId: string, messageId: string, signal?: AbortSignal): Promise<Message>;
  /** Null takes the feedback back. */
  setFeedback(conversationId: string, messageId: string, feedback: Feedback | null): Promise<Message>;
  importConversation(content: ConversationImport): Promise<Conversation>;
  /** Adds to a conversation that was imported. */
  importMessages(conversationId: string, messages: ImportedMessage[]): Promise<void>;
  listPresets(): Promise<PresetList>;
  putPreset(id: string, content: PresetContent): Promise<Preset>;
  deletePreset(id: string): Promise<void>;
  /** Newest first. */
  listFiles(query: PageQuery, signal?: AbortSignal): Promise<FilePage>;
  /** With an address of its bytes, for five minutes. */
  getFile(id: string, signal?: AbortSignal): Promise<FileLink>;
  makeFile(request: FileRequest): Promise<NewFile>;
  updateFile(id: string, patch: FilePatch): Promise<void>;
  deleteFile(id: string): Promise<void>;
  me(): Promise<Me>;
  /** @param query - as it is sent, `?` and all: what asks for more than one's own comes later than this file */
  listKeys(query: string): Promise<KeyList>;
  makeKey(request: KeyRequest): Promise<NewKey>;
  revokeKey(id: string): Promise<void>;
  /** What only parts ask that come later than this file. */
  ask<T>(method: string, path: string, init?: RequestInit): Promise<T>;
  usage(days: number): Promise<OwnUsage>;
  /** For admins. */
  everyonesUsage(days: number): Promise<EveryonesUsage>;
}

export interface ApiOptions extends SilencePorts {
  fetch: typeof fetch;
  /** Called when the session has ended; the call fails all the same. */
  onSignedOut: () => void;
  /**
   * How long a read may take, ms.
   *
   * @default 30000 - as long as API Gateway waits for one
   */
  readMs?: number;
}

export function createApi({ fetch, onSignedOut, readMs = 30_000, ...ports }: ApiOptions): ParleyApi {
  async function call(
    method: string,
    path: string,
    init: RequestInit = {},
    isUnasked = false,
  ): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`/api${path}`, { method, ...init });
    } catch (cause) {
      throw lost(cause, init.signal);
    }
    if (response.ok) return response;
    if (response.status === 401 && !isUnasked) onSignedOut();
    throw await errorOf(response);
  }

  async function callJson<T>(
    method: string,
    path: string,
    init?: RequestInit,
    isUnasked?: boolean,
  ): Promise<T> {
    const response = await call(method, path, init, isUnasked);
    try {
      return (await response.json()) as T;
    } catch (cause) {
      // It broke off, or a proxy cut it.
      throw lost(cause, init?.signal);
    }
  }

  /** What can be asked again is given up when the answer is long in coming: the way it took may be dead. */
  function read<T>(path: string, signal?: AbortSignal, isUnasked?: boolean): Promise<T> {
    const tooLong = AbortSignal.timeout(readMs);
    const init = { signal: signal ? AbortSignal.any([signal, tooLong]) : tooLong };
    return callJson<T>("GET", path, init, isUnasked).catch((error: unknown) => {
      throw error === tooLong.reason ? new ConnectionLost({ cause: error }) : error;
    });
  }

  return {
    session: () => read("/session"),
    async *chat(request, signal) {
      const headers = { "content-type": "application/json", accept: "text/event-stream" };
      const body = JSON.stringify({ ...request, stream: true });
      const response = await call("POST", "/chat", { headers, body, signal });
      if (!response.body) throw new ConnectionLost();
      yield* readStreamEvents(response.body, ports);
    },
    stop: async (id) => void (await call("POST", `${conversationPath(id)}/stop`)),
    listConversations: (query, signal, isUnasked) =>
      read(`/conversations${queryString(query)}`, signal, isUnasked),
    getConversation: (id, signal) => read(conversationPath(id), signal),
    updateConversation: (id, patch) => callJson("PATCH", conversationPath(id), jsonBody(patch)),
    deleteConversation: async (id) => void (await call("DELETE", conversationPath(id), { keepalive: true })),
    listMessages: (id, query, signal) =>
      read(`${conversationPath(id)}/messages${queryString(query)}`, signal),
    getMessage: (id, messageId, signal) => read(messagePath(id, messageId), signal),
    setFeedback: (id, messageId, feedback) =>
      callJson("PUT", `${messagePath(id, messageId)}/feedback`, jsonBody(feedback)),
    importConversation: (content) => callJson("POST", "/conversations", jsonBody(content)),
    importMessages: async (id, messages) =>
      void (await call("POST", `${conversationPath(id)}/messages`, jsonBody({ messages }))),
    listPresets: () => read("/presets"),
    putPreset: (id, content) => callJson("PUT", presetPath(id), jsonBody(content)),
    deletePreset: async (id) => void (await call("DELETE", presetPath(id))),
    listFiles: (query, signal) => read(`/files${queryString(query)}`, signal),
    getFile: (id, signal) => read(filePath(id), signal),
    makeFile: (request) => callJson("POST", "/files", jsonBody(request)),
    updateFile: async (id, patch) => void (await call("PATCH", filePath(id), jsonBody(patch))),
    deleteFile: async (id) => void (await call("DELETE", filePath(id))),
    me: () => read("/me"),
    listKeys: (query) => read("/keys" + query),
    makeKey: (request) => callJson("POST", "/keys", jsonBody(request)),
    revokeKey: async (id) => void (await call("DELETE", `/keys/${encodeURIComponent(id)}`)),
    ask: callJson,
    usage: (days) => read(`/usage?days=${days}`),
    everyonesUsage: (days) => read(`/usage?days=${days}&everyone=true`),
  };
}

/** A call that `signal` ended fails as that says. */
function lost(cause: unknown, signal?: AbortSignal | null): ConnectionLost {
  signal?.throwIfAborted();
  return new ConnectionLost({ cause });
}

function conversationPath(id: string): string {
  return `/conversations/${encodeURIComponent(id)}`;
}

function messagePath(conversationId: string, id: string): string {
  return `${conversationPath(conversationId)}/messages/${encodeURIComponent(id)}`;
}

function presetPath(id: string): string {
  return `/presets/${encodeURIComponent(id)}`;
}

function filePath(id: string): string {
  return `/files/${encodeURIComponent(id)}`;
}

function jsonBody(content: unknown): RequestInit {
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(content) };
}

function queryString(query: PageQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return given.length === 0
    ? ""
    : `?${new URLSearchParams(Object.fromEntries(given.map(([key, value]) => [key, String(value)])))}`;
}
