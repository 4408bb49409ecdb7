import { type Site, SiteSchema, siteLimits } from "../runtime/contract/site";
import type { SettingsReader } from "./settings-reader";

/** What a preset has to fit. */
export interface ModelLimits {
  model: string;
  contextTokens: number;
}

/** Reads the operator's words. What is left out stays out: the page has its own then. */
export function readSite(reader: SettingsReader, limits: ModelLimits): Site {
  const schemas = SiteSchema.properties;
  const site: Site = {
    title: reader.textOf("title", schemas.title),
    description: reader.textOf("description", schemas.description),
    placeholder: reader.textOf("placeholder", schemas.placeholder),
    examples: reader.listOf("examples", schemas.examples, siteLimits.examplesChars),
    accent: reader.textOf("accent", schemas.accent),
    footer: reader.textOf("footer", schemas.footer),
    presets: reader.listOf("presets", schemas.presets, siteLimits.presetsChars),
  };
  checkPresets(reader, site.presets ?? [], limits);
  return site;
}

function checkPresets(
  reader: SettingsReader,
  presets: NonNullable<Site["presets"]>,
  { model, contextTokens }: ModelLimits,
): void {
  const names = new Set<string>();
  presets.forEach(({ name, settings }, index) => {
    const shown = JSON.stringify(name);
    if (names.has(name)) reader.faultAt("presets", `${index}.name`, `is ${shown}, as another's is already.`);
    names.add(name);
    const { maxTokens = 0 } = settings;
    if (maxTokens >= contextTokens) {
      const allowed = `less than parley:contextTokens (${contextTokens})`;
      reader.faultAt("presets", `${index}.settings.maxTokens`, `is ${maxTokens}; allowed: ${allowed}`);
    }
    if (settings.model !== undefined && settings.model !== model) {
      const said = `is ${JSON.stringify(settings.model)}; allowed: ${model}, which is served`;
      reader.faultAt("presets", `${index}.settings.model`, said);
    }
  });
}
