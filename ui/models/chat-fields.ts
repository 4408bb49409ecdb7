import type { ChatSettings } from "../../runtime/contract/chat-settings";
import { limits } from "../../runtime/contract/limits";
import type { PageBoot } from "../../runtime/contract/site";

/** Settings as they stand in their fields; empty is as the operator set it. */
export interface ChatFields {
  model: string;
  system: string;
  temperature: string;
  maxTokens: string;
}
export type ChatField = keyof ChatFields;

/** How much of the model's context a reply leaves to what is asked, tokens. */
const askedTokens = 512;

/** The longest reply that may be set, in tokens. */
export function maxReplyTokens({ contextTokens }: PageBoot["defaults"]): number {
  return Math.max(1, Math.min(limits.maxTokens, contextTokens - askedTokens));
}

/** A model that is not served any more is left out: the first one answers then. */
export function fieldsOf(settings: ChatSettings, boot: PageBoot): ChatFields {
  const { model, system = "", temperature, maxTokens } = settings;
  return {
    model: model !== undefined && boot.models.includes(model) ? model : "",
    system,
    temperature: temperature === undefined ? "" : String(temperature),
    maxTokens: maxTokens === undefined ? "" : String(maxTokens),
  };
}

/** What the fields come to, and which of them cannot be: for these the setting stays as it was `before`. */
export function checkFields(
  fields: ChatFields,
  boot: PageBoot,
  before: ChatSettings,
): { settings: ChatSettings; wrong: ReadonlySet<ChatField> } {
  const settings: ChatSettings = {};
  const wrong = new Set<ChatField>();
  if (fields.model !== "") settings.model = fields.model;

  if (fields.system.length > limits.systemChars) wrong.add("system");
  else if (fields.system.trim() !== "") settings.system = fields.system;

  const temperature = numberIn(fields.temperature);
  if (temperature !== undefined) {
    if (temperature >= 0 && temperature <= limits.temperatureMax) settings.temperature = temperature;
    else wrong.add("temperature");
  }
  const maxTokens = numberIn(fields.maxTokens);
  if (maxTokens !== undefined) {
    const isGood =
      Number.isInteger(maxTokens) && maxTokens >= 1 && maxTokens <= maxReplyTokens(boot.defaults);
    if (isGood) settings.maxTokens = maxTokens;
    else wrong.add("maxTokens");
  }
  const kept = Object.entries(before).filter(([field]) => wrong.has(field as ChatField));
  return { settings: { ...settings, ...Object.fromEntries(kept) }, wrong };
}

/** Undefined when nothing is there, NaN when it is no number. A comma is a point in half of the world. */
function numberIn(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^\d+(?:[.,]\d+)?$/.test(trimmed) ? Number(trimmed.replace(",", ".")) : Number.NaN;
}

export function sameSettings(one: ChatSettings, other: ChatSettings): boolean {
  return (
    one.model === other.model &&
    one.system === other.system &&
    one.temperature === other.temperature &&
    one.maxTokens === other.maxTokens
  );
}

export function isEmpty(settings: ChatSettings): boolean {
  return sameSettings(settings, {});
}
