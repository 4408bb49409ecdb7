import type { PageBoot } from "../runtime/contract/site";
import { plainBoot } from "./plain-boot";

/** What the server wrote into the page. */
export function readBoot(document: Document): PageBoot {
  const text = document.getElementById("boot")?.textContent ?? "{}";
  return { ...plainBoot, ...(JSON.parse(text) as Partial<PageBoot>) };
}
