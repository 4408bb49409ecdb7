import type { File } from "../contract/file";
import type { OpenAiFilePart } from "../contract/openai-messages";
import type { ChatCompletionRequest } from "../contract/openai-request";
import { Problem } from "../contract/problem";
import type { ModelContent } from "../ports";
import { askedFiles } from "./file-claims";
import { fileExcerpts, type TextFile } from "./file-excerpts";
import { leastFileTokens } from "./file-prompt";
import { badParameter, OpenAiProblem } from "./openai-problem";
import type { TurnSettings } from "./asked-settings";
import { imageTokens } from "./prompt-images";
import { textOf, promptTokens } from "./token-use";
import { readAsked, type TurnFilesPorts } from "./turn-files";
import { type ReadFile, TurnReading } from "./turn-reading";

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
  const reading = new TurnReading(ports, owner);
  for (const { part, param } of placed) {
    const file = await readPart(ports, reading, owner, part).catch((error: unknown) => {
      throw told(error, param);
    });
    if (file.kind === "text") texts.push({ part, param, file });
    else parts.set(part, { type: "image", url: file.url });
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
  reading: TurnReading,
  owner: string,
  part: OpenAiFilePart,
): Promise<ReadFile> {
  if (part.type === "image_url") {
    const file = await reading.readBytes(bytesOf(part.image_url.url), part.type);
    if (file.kind === "image") return file;
    throw new Problem("bad_request", "files: is no PNG, JPEG, GIF or WebP image.");
  }
  const { file_id: id, file_data: data = "", filename } = part.file;
  if (id === undefined) return reading.readBytes(bytesOf(data), filename || part.type);
  const [file] = await askedFiles(ports, owner, [id]);
  return readAsked(reading, uploadOf(file!));
}

/** What a turn that failed has left lies among what conversations keep, of which this protocol reads nothing. */
function uploadOf(file: File): File {
  if (file.conversationId === undefined) return file;
  const told = JSON.stringify(file.name);
  throw new Problem(
    "conflict",
    `files: ${told} was kept for a conversation that is not there; upload it again to use it here.`,
  );
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
