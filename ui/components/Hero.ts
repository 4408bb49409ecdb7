import "./Hero.css";
import { useApp } from "../context";
import { html } from "../html";
import type { Messages } from "../messages/en";
import type { ThreadModel } from "../models/thread-model";

export interface HeroProps {
  thread: ThreadModel;
}

/** The empty chat: what this is for, and something to begin with. */
export function Hero({ thread }: HeroProps) {
  const { words } = useApp();
  const onExample = ({ prompt, runs }: Messages["examples"][number]) => {
    thread.draft.write(prompt);
    if (runs) void thread.send();
    else document.querySelector<HTMLTextAreaElement>(".composer textarea")?.focus();
  };
  return html`
    <section class="hero">
      <h2>${words.heroTitle}</h2>
      <p>${words.heroText}</p>
      <ul class="cards" aria-label=${words.examplesLabel}>
        ${words.examples.map(
          (example) => html`
            <li key=${example.title}>
              <button class="card" onClick=${() => onExample(example)}>
                <b>${example.title}</b><span>${example.text}</span>
              </button>
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}
