import "./ApiDialog.css";
import { useSignal } from "@preact/signals";
import { apiReference } from "../../runtime/contract/api-reference";
import { useApp } from "../context";
import { html } from "../html";
import { curlSnippet } from "../snippets/curl";
import { environmentSnippet, isOnThisMachine } from "../snippets/environment";
import { gradioSnippet } from "../snippets/gradio";
import { javascriptSnippet } from "../snippets/javascript";
import { openaiSnippet } from "../snippets/openai";
import { pythonSnippet } from "../snippets/python";
import { ApiKeyField } from "./ApiKeyField";
import { Dialog } from "./Dialog";
import { Snippet } from "./Snippet";
import { Tabs } from "./Tabs";

const snippets = {
  curl: curlSnippet,
  Python: pythonSnippet,
  JavaScript: javascriptSnippet,
  openai: openaiSnippet,
  gradio_client: gradioSnippet,
};
type Language = keyof typeof snippets;
const languages = Object.keys(snippets) as Language[];
/** Their protocols know no chat to go on with. */
const beginsAnew: readonly Language[] = ["openai", "gradio_client"];

/** How a script goes on with this very chat. */
export function ApiDialog() {
  const { boot, chat, dialogWords, words } = useApp();
  const language = useSignal<Language>("curl");
  // In memory, and only as long as the window is open.
  const key = useSignal("");
  const thread = chat.thread.value;
  const says = dialogWords.api;
  const call = {
    invokeUrl: boot.invokeUrl.replace(/\/$/, ""),
    chatUrl: location.origin,
    model: boot.models[0] ?? "",
    key: key.value.trim() === "" ? undefined : key.value.trim(),
    message: thread.draft.text.value.trim() || says.example,
    conversationId: thread.id.value,
    settings: chat.settings.value.settings.value,
  };
  const make = snippets[language.value];
  const isAnew = thread.id.value !== undefined && beginsAnew.includes(language.value);
  return html`
    <${Dialog} title=${words.useViaApi}>
      <div class="ways">
        <p>${thread.id.value === undefined ? says.introNew : says.introChat}</p>
        ${call.key === undefined && html`<${Environment} invokeUrl=${call.invokeUrl} />`}
        <${Tabs}
          label=${says.language}
          names=${languages}
          chosen=${language.value}
          onChoose=${(name: Language) => (language.value = name)}
        >
          ${isAnew && html`<p>${says.beginsAnew}</p>`}
          <${Snippet} title=${says.whole} code=${make({ ...call, stream: false })} />
          <${Snippet} title=${says.streaming} code=${make({ ...call, stream: true })} />
        <//>
        <p><a href=${apiReference.path} target="_blank">${says.reference}</a></p>
        <${ApiKeyField} value=${key.value} onInput=${(text: string) => (key.value = text)} />
      </div>
    <//>
  `;
}

/** Where a script finds its key. */
function Environment({ invokeUrl }: { invokeUrl: string }) {
  const says = useApp().dialogWords.api;
  return html`<${Snippet} title=${says.environment} code=${environmentSnippet(invokeUrl)} />
    ${isOnThisMachine(invokeUrl) && html`<p>${says.local}</p>`}`;
}
