/** Words that say nothing about a topic. */
const stopWords = new Set(
  `a about all also an and any are as at be but by can could do does draft explain find for from get give has have help
  hour hours how i if in into is it its just let like list make me minute minutes my not of on or our outline please
  should show so some talk tell than
  that the their them then there these they this to up us use was we what when where which who why will with would write
  you your`.split(/\s+/),
);

const maxSections = 5;
const minSections = 3;
/** For a prompt with fewer topics than an outline has sections. */
const spareTopics = ["the question", "the details", "the next step"];

const headings = [
  (topic: string) => `Why ${topic} matters`,
  (topic: string) => `What belongs to ${topic}`,
  (topic: string) => `${capitalize(topic)}, step by step`,
  (topic: string) => `Where ${topic} goes wrong`,
  (topic: string) => `After ${topic}`,
];

const bullets = [
  (topic: string, other: string) => `What ${topic} means here, and how it touches ${other}`,
  (topic: string) => `One example of ${topic} that everybody knows`,
  (topic: string, other: string) => `A question to ask about ${topic} before ${other}`,
  (topic: string) => `How to tell that ${topic} went well`,
];

/** A Markdown outline made of the prompt's words; the same for the same prompt. */
export function outline(prompt: string): string {
  const topics = topicsOf(prompt);
  const count = Math.min(maxSections, Math.max(minSections, topics.length));
  const sections = Array.from({ length: count }, (_, index) => {
    const topic = topics[index] ?? spareTopics[index % spareTopics.length]!;
    const other = topics[(index + 1) % Math.max(topics.length, 1)] ?? "anything else";
    const points = Array.from(
      { length: 2 + (index % 2) },
      (_, point) => bullets[(index + point) % bullets.length]!,
    );
    const lines = points.map((point) => `- ${point(topic, other === topic ? "anything else" : other)}`);
    return `## ${index + 1}. ${headings[index % headings.length]!(topic)}\n\n${lines.join("\n")}`;
  });
  return [`# ${titleOf(prompt)}`, ...sections].join("\n\n");
}

function titleOf(prompt: string): string {
  const words = wordsOf(prompt).slice(0, 8).join(" ");
  return words ? capitalize(words) : "An outline";
}

function topicsOf(prompt: string): string[] {
  const lower = wordsOf(prompt).map((word) => word.toLowerCase());
  const isTopic = (word: string) => !stopWords.has(word) && !/^\d+$/.test(word);
  return [...new Set(lower)].filter(isTopic).slice(0, maxSections);
}

/** Also of languages that write no spaces. Holds letters and digits only, so nothing of it is Markdown. */
export function wordsOf(text: string): string[] {
  const segments = new Intl.Segmenter("en", { granularity: "word" }).segment(text.slice(0, 2000));
  return [...segments]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment.replaceAll("_", " ").trim())
    .filter((word) => word !== "");
}

function capitalize(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length);
}
