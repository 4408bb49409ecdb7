import type { MarkedExtension } from "marked";

/** References to footnotes as `<sup data-note>` with their number in it; those to no footnote stay as written. */
export function footnoteExtension(labels: () => readonly string[]): MarkedExtension {
  return {
    extensions: [
      {
        name: "footnoteReference",
        level: "inline",
        start: (text) => {
          const index = text.indexOf("[^");
          return index < 0 ? undefined : index;
        },
        tokenizer(text) {
          const [raw, label = ""] = /^\[\^([^\]\s]{1,100})\]/.exec(text) ?? [];
          const number = labels().indexOf(label.toLowerCase()) + 1;
          return raw && number > 0 ? { type: "footnoteReference", raw, number } : undefined;
        },
        renderer: ({ number }) => `<sup data-note="${number}">${number}</sup>`,
      },
    ],
  };
}
