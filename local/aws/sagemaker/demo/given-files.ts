import { wordsOf } from "./outline";

/** A prompt as it comes to the model: files, then what is asked; a script may ask first. */
export interface GivenFiles {
  question: string;
  /** As they are, with what stands between them. */
  files: string;
}

/** What the program says before files; alone where all of them are images or gone. */
const introduction = /^Below are files that came with this conversation\..*/;

/** Without those that say which files are gone. */
function withoutNotes(text: string): string {
  return text.replace(/^(?:\s*\(The file .*\))+/, "").trim();
}

/** Parts the files of a prompt from its question. */
export function givenFiles(prompt: string): GivenFiles {
  const start = prompt.indexOf("<file ");
  if (start < 0) return { question: withoutNotes(prompt.replace(introduction, "")) || prompt, files: "" };
  const end = prompt.lastIndexOf("</file>") + "</file>".length;
  const after = withoutNotes(prompt.slice(end));
  return { question: after || prompt.slice(0, start).trim(), files: prompt.slice(start, end) };
}

/** A line of the files that has most of the question's words, with where it stands; undefined when none has any. */
export function quoteFrom({ files, question }: GivenFiles): string | undefined {
  const asked = new Set(wordsOf(question).map((word) => word.toLowerCase()));
  let best = { common: 0, quote: "" };
  let file = "";
  let label = "";
  for (const line of files.split("\n")) {
    const tag = /^<file name="([^"]*)"/.exec(line);
    if (tag) [file, label] = [tag[1]!, ""];
    label = /^\[((?:page|slide|row|line|paragraph)s? .*)\]$/.exec(line)?.[1] ?? label;
    // What stands above a file's first label is about the file, and none of its text.
    if (label === "") continue;
    const words = new Set(wordsOf(line).map((word) => word.toLowerCase()));
    const common = [...words].filter((word) => asked.has(word)).length;
    if (common > best.common) best = { common, quote: `> ${line.trim()}\n\n— ${file}, ${label}` };
  }
  return best.quote || undefined;
}
