import type { ChatSettings } from "../../runtime/contract/chat-settings";

/** What a snippet does: one turn at the invoke URL. */
export interface ApiCall {
  /** Empty: the snippet takes it from `PARLEY_INVOKE_URL`. */
  invokeUrl: string;
  /** Where the page itself is. */
  chatUrl: string;
  /** Left out: the snippet takes it from `PARLEY_API_KEY`, as it should wherever it is kept. */
  key?: string;
  message: string;
  /** The chat to go on with. */
  conversationId?: string;
  settings: ChatSettings;
  /** Where the settings name none and the protocol wants one. */
  model: string;
  /** Whether the reply comes while it is written. */
  stream: boolean;
}

/** The body of the request, as indented JSON. */
export function bodyOf({ message, conversationId, settings, stream }: ApiCall, extra: object = {}): string {
  const body = { message, conversationId, ...settings, ...(stream && { stream }), ...extra };
  return JSON.stringify(body, null, 2);
}
