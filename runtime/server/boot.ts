import { readFileSync } from "node:fs";
import type { PageBoot, SiteFile } from "../contract/site";
import { accentColours } from "./accent-colours";

/**
 * Reads what the program wrote for this server.
 *
 * @throws Error that names the file.
 */
export function readSiteFile(path: string): SiteFile {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as SiteFile;
  } catch (error) {
    throw new Error(`PARLEY_SITE_FILE cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** What the page is told before it asks anything. */
export function createBoot(file: SiteFile, invokeUrl: URL): PageBoot {
  const { accent } = file.site;
  return {
    ...file,
    invokeUrl: invokeUrl.href.replace(/\/$/, ""),
    ...(accent !== undefined && { colours: accentColours(accent) }),
  };
}

/** What the chat is called. */
export function nameOf({ site }: Pick<PageBoot, "site">): string {
  return site.title ?? "Parley";
}
