import type { Conversation } from "../../runtime/contract/conversation";
import type { PagePorts } from "../ports";
import type { Entry } from "./entry";
import type { Notice } from "./notices-model";

/** What one conversation needs of the page around it. */
export interface ThreadPorts extends PagePorts {
  notify(notice: Notice): void;
  /** Takes back a notice that no longer holds. */
  dismiss(notice: Notice): void;
  /** The title as the list of conversations has it, which hears of a new one first. */
  titleOf(id: string): string | undefined;
  /** The server has said what it knows of this conversation. */
  onLoaded(conversation: Conversation): void;
  /** A turn of this conversation has begun and is stored. */
  onStarted(conversation: Conversation): void;
  /** A reply has come to its end. */
  onEnded(reply: Entry): void;
}
