import type { OpenAiFilePart } from "../contract/openai-messages";
import type { ChatCompletionRequest } from "../contract/openai-request";
import { Problem } from "../contract/problem";
import type { ModelContent } from "../ports";
import { fileExcerpts, type TextFile } from "./file-excerpts";
import { leastFileTokens } from "./file-prompt";
import { refuseImage } from "./file-refusals";
import { badParameter, OpenAiProblem } from "./openai-problem";
import type { TurnSettings } from "./asked-settings";
import { dataUrl, imageTokens } from "./prompt-images";
import { textOf, promptTokens } from "./token-use";
import { readTurnFiles, type TurnFiles, type TurnFilesPorts, noFiles } from "./turn-files";

type ReadPart = Exclude<ModelContent, string>[number];

/** What the model is given in place of parts that are files. */
export type ReadParts = ReadonlyMap<object, ReadPart>;

export interface OpenAiFilesPorts extends TurnFilesPorts {
  settings: TurnSettings;
}

interface PlacedPart {
  part: OpenAiFilePart;
  /** As OpenAI names it: `messages[0].content[1]`. */
  param: string;
}

/**
 * The files and images of a request, by the rules of the chat: all of their text where it fits, else what fits the last
 * questions best.
 *
 * @throws OpenAiProblem naming the part that cannot be read.
 */
export async function readParts(
  ports: OpenAiFilesPorts,
  request: ChatCompletionRequest,
  owner: string,
): Promise<ReadParts> {
  const placed = filePartsOf(request);
  if (placed.length === 0) return new Map();
  refuseParts(request, placed, ports.fileLimits.maxPerTurn);
  const parts = new Map<object, ReadPart>();
  const texts: PlacedText[] = [];
  let imageChars = 0;
  for (const { part, param } of placed) {
    const { texts: files, images } = await readPart(ports, owner, part, imageChars).catch(
      (error: unknown) => {
        throw told(error, param);
      },
    );
    texts.push(...files.map((file) => ({ part, param, file })));
    for (const { url } of images) {
      imageChars += url.length;
      parts.set(part, { type: "image", url });
    }
  }
  const room = roomFor(request, ports.settings) - parts.size * imageTokens;
  for (const { part, text } of fittingTexts(texts, questionsOf(request), room)) {
    parts.set(part, { type: "text", text });
  }
  return parts;
}

interface PlacedText extends PlacedPart {
  file: TextFile;
}

function refuseParts(
  { store }: ChatCompletionRequest,
  placed: readonly PlacedPart[],
  maxPerTurn: number,
): void {
  if (store === true) {
    throw badParameter(
      "store",
      "invalid_value",
      "keeps no files; leave it out, or ask POST /chat about them.",
    );
  }
  if (placed.length > maxPerTurn) {
    const explanation = `have ${placed.length} files and images; at most ${maxPerTurn} are allowed.`;
    throw badParameter("messages", "invalid_value", explanation);
  }
}

function fittingTexts(
  texts: readonly PlacedText[],
  questions: readonly string[],
  room: number,
): { part: object; text: string }[] {
  const [first] = texts;
  if (first && room < leastFileTokens) {
    const explanation = `about ${Math.max(room, 0)} tokens are left for it beside the other messages and the answer; at least ${leastFileTokens} are needed.`;
    throw badParameter(first.param, "invalid_value", explanation);
  }
  const files = texts.map(({ file }) => file);
  const excerpts = fileExcerpts(files, questions, room);
  return texts.map(({ part }, index) => ({ part, text: excerpts.texts[index]! }));
}

function filePartsOf({ messages }: ChatCompletionRequest): PlacedPart[] {
  return messages.flatMap(({ role, content }, index) => {
    if (role !== "user" || !Array.isArray(content)) return [];
    return content.flatMap((part, place) =>
      part.type === "text" ? [] : [{ part, param: `messages[${index}].content[${place}]` }],
    );
  });
}

async function readPart(
  ports: OpenAiFilesPorts,
  owner: string,
  part: OpenAiFilePart,
  imageChars: number,
): Promise<TurnFiles> {
  if (part.type === "file" && part.file.file_id !== undefined) {
    return readTurnFiles(ports, owner, [part.file.file_id], { path: [] });
  }
  const name = (part.type === "file" && part.file.filename) || part.type;
  const bytes = bytesOf(part.type === "file" ? (part.file.file_data ?? "") : part.image_url.url);
  const content = await ports.reader.read(bytes, name);
  if (content.kind === "text") {
    if (part.type === "image_url")
      throw new Problem("bad_request", "files: is no PNG, JPEG, GIF or WebP image.");
    return { ...noFiles, texts: [{ id: "", name, parts: content.parts }] };
  }
  refuseImage(name, content.type, ports.fileLimits.seesImages);
  return { ...noFiles, images: [{ id: "", name, url: dataUrl(name, content.type, bytes, imageChars) }] };
}

/** Of a `data:` URL in base64, or of base64 alone. */
function bytesOf(data: string): Uint8Array {
  const base64 = /^data:[^,]*;base64,([^]*)$/i.exec(data)?.[1] ?? data;
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw new Problem("bad_request", "files: has data that is not base64.");
  }
}

function told(error: unknown, param: string): unknown {
  if (!(error instanceof Problem)) return error;
  const message = `${param}: ${error.message.replace(/^files: /, "")}`;
  return new OpenAiProblem(error.code, param, "invalid_value", message, { cause: error });
}

function roomFor(request: ChatCompletionRequest, { contextTokens, replyTokens }: TurnSettings): number {
  const { max_completion_tokens, max_tokens, messages } = request;
  const said = messages.map(({ content }) => ({ role: "user" as const, content: textOf(content) }));
  return (
    contextTokens - (max_completion_tokens ?? max_tokens ?? replyTokens) - promptTokens({ messages: said })
  );
}

/** What the last messages of the user ask, newest first. */
function questionsOf({ messages }: ChatCompletionRequest): string[] {
  return messages
    .filter(({ role }) => role === "user")
    .slice(-3)
    .map(({ content }) => textOf(content))
    .toReversed();
}
