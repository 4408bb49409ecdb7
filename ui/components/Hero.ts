import "./Hero.css";
import type { Example } from "../../runtime/contract/site";
import { useApp } from "../context";
import { html } from "../html";
import { chooseExample } from "../models/example-choice";
import type { ThreadModel } from "../models/thread-model";
import { ExampleCard } from "./ExampleCard";
import { InlineMarkdown } from "./InlineMarkdown";

export interface HeroProps {
  thread: ThreadModel;
}

/** The empty chat: what this is for, and something to begin with. */
export function Hero({ thread }: HeroProps) {
  const { layout, site, words } = useApp();
  const onChoose = (example: Example) => {
    chooseExample(thread, example, site.examples);
    if (example.run === false) layout.focusBox();
  };
  return html`
    <section class="hero">
      <h2 dir="auto">${site.heading}</h2>
      <div class="about"><${InlineMarkdown} text=${site.describe(thread.isTemporary)} /></div>
      ${
        site.examples.length > 0 &&
        html`<ul class="cards" aria-label=${words.examplesLabel}>
          ${site.examples.map(
            (example, index) =>
              html`<li key=${index}><${ExampleCard} example=${example} onChoose=${onChoose} /></li>`,
          )}
        </ul>`
      }
    </section>
  `;
}
