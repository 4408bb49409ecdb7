import type { ChatSettings } from "../../runtime/contract/chat-settings";
import type { Messages } from "../messages/en";

/** A preset of the page itself: its name and what it does are words of every language. */
export interface DefaultPreset {
  words: keyof Messages["presets"]["offered"];
  settings: ChatSettings;
}

/**
 * The presets that are offered where `parley:presets` says nothing. They leave the model and the length to the stack,
 * so they fit every one.
 */
export const defaultPresets: DefaultPreset[] = [
  {
    words: "outline",
    settings: {
      system: [
        "Turn what the user writes into an outline.",
        "Write a nested, numbered Markdown list, three levels deep at most, and nothing before or after it.",
        "One line for each point: a short statement that says something, not a bare heading.",
        "Keep the order that makes the matter easiest to follow; leave nothing important out, repeat nothing.",
        "Never ask anything back: where something is not said, assume what is most likely.",
        "Write in the user's language.",
      ].join(" "),
      temperature: 0.4,
    },
  },
  {
    words: "precise",
    settings: {
      system: [
        "Answer exactly what is asked, first and in as few words as it takes.",
        "Say plainly what you do not know or are not sure of; never make up facts, names or sources.",
        "Write in the user's language.",
      ].join(" "),
      temperature: 0.2,
    },
  },
  {
    words: "brainstorm",
    settings: {
      system: [
        "Offer many ideas that differ in kind, from the obvious to the daring, as a list with one line each.",
        "Judge none of them. Mark the three that you would try first.",
        "Write in the user's language.",
      ].join(" "),
      temperature: 1.2,
    },
  },
  {
    words: "proofread",
    settings: {
      system: [
        "Correct the user's text and make it easier to read. Keep its meaning, its tone, its language and its format.",
        "Answer with the text alone, then list what you changed besides spelling, one line each.",
      ].join(" "),
      temperature: 0.2,
    },
  },
];
