import { type ReadonlySignal, signal } from "@preact/signals";
import type { ChatSettings } from "../../runtime/contract/chat-settings";
import type { PagePorts } from "../ports";
import { type ChatField, type ChatFields, checkFields, fieldsOf, isEmpty, sameSettings } from "./chat-fields";
import type { Notice } from "./notices-model";
import type { OfferedPreset } from "./presets-model";

/** How the model is asked in one chat. A new chat sets nothing: it is as the operator set it. */
export interface ChatSettingsModel {
  fields: ReadonlySignal<ChatFields>;
  /** The fields with something in them that cannot be; the settings are as before there. */
  wrong: ReadonlySignal<ReadonlySet<ChatField>>;
  settings: ReadonlySignal<ChatSettings>;
  /** Key of the preset that was chosen here. */
  chosen: ReadonlySignal<string | undefined>;
  saving: ReadonlySignal<"saved" | "saving" | "failed">;
  write(change: Partial<ChatFields>): void;
  /** Fills the fields; without a preset it empties them. */
  choose(preset?: Pick<OfferedPreset, "key" | "settings">): void;
  /** Says that the settings as they are now are this preset's. */
  named(key: string): void;
  /** Nobody writes in the fields any more: what cannot be is taken back, and the rest saved at once. */
  settle(): Promise<void>;
  /** Takes over what the conversation has, unless something was changed here meanwhile. */
  adopt(conversation: { id: string; settings?: ChatSettings }): void;
  /** A new chat has become this conversation. */
  begun(conversationId: string): void;
  /** What goes with the next turn. */
  forTurn(): ChatSettings;
  /** Resolves when the conversation has what is set here, or could not be told. */
  saved(): Promise<void>;
}

/** How long after the last change it is saved, ms. */
const pauseMs = 500;

export function createChatSettings(
  ports: Pick<PagePorts, "api" | "boot" | "wait" | "words">,
  notify: (notice: Notice) => void,
): ChatSettingsModel {
  const { boot } = ports;
  const fields = signal(fieldsOf({}, boot));
  const settings = signal<ChatSettings>({});
  const wrong = signal<ReadonlySet<ChatField>>(new Set());
  const chosen = signal<string | undefined>(undefined);
  const saving = signal<"saved" | "saving" | "failed">("saved");
  let id: string | undefined;
  /** As the conversation has them. */
  let stored: ChatSettings = {};
  let writing = new AbortController();
  let last: Promise<void> = Promise.resolve();

  const isSaved = () => id === undefined || sameSettings(settings.peek(), stored);

  async function save(): Promise<void> {
    if (id === undefined || isSaved()) return;
    const wanted = settings.peek();
    saving.value = "saving";
    try {
      await ports.api.updateConversation(id, { settings: isEmpty(wanted) ? null : wanted });
      stored = wanted;
      saving.value = "saved";
    } catch {
      saving.value = "failed";
      notify({ text: ports.words().chatSettings.notSaved, tone: "problem" });
    }
  }

  /** One after the other, so that the last one wins. */
  function saveNow(): Promise<void> {
    writing.abort();
    return (last = last.then(save));
  }

  async function saveSoon(): Promise<void> {
    writing.abort();
    if (isSaved()) return;
    const { signal } = (writing = new AbortController());
    await ports.wait(pauseMs, signal);
    if (!signal.aborted) await saveNow();
  }

  function fill(next: ChatFields): void {
    fields.value = next;
    const checked = checkFields(next, boot, settings.peek());
    settings.value = checked.settings;
    wrong.value = checked.wrong;
  }

  return {
    fields,
    wrong,
    settings,
    chosen,
    saving,
    write: (change) => {
      fill({ ...fields.peek(), ...change });
      void saveSoon();
    },
    choose: (preset) => {
      chosen.value = preset?.key;
      fill(fieldsOf(preset?.settings ?? {}, boot));
      void saveSoon();
    },
    named: (key) => {
      chosen.value = key;
    },
    settle: () => {
      fill(fieldsOf(settings.peek(), boot));
      return saveNow();
    },
    adopt: (conversation) => {
      const isUntouched = sameSettings(settings.peek(), stored);
      id = conversation.id;
      stored = conversation.settings ?? {};
      if (isUntouched) fill(fieldsOf(stored, boot));
      else void saveSoon();
    },
    begun: (conversationId) => {
      id ??= conversationId;
      void saveSoon();
    },
    forTurn: () => {
      // A new conversation is stored with the settings of its first turn.
      if (id === undefined) stored = settings.peek();
      return settings.peek();
    },
    saved: () => (isSaved() ? last : saveNow()),
  };
}
