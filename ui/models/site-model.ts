import type { Example } from "../../runtime/contract/site";
import type { PagePorts } from "../ports";

/** The operator's words, and the page's own where there are none. Read anew each time: the language may change. */
export interface SiteModel {
  /** What the chat is called. */
  readonly name: string;
  /** Stands above the empty chat. */
  readonly heading: string;
  /** Markdown, below the heading; may be empty. The page's own does not promise that a temporary chat is kept. */
  describe(isTemporary: boolean): string;
  /** Stands in the empty box. */
  readonly placeholder: string;
  readonly examples: Example[];
  /** Markdown, below the box; may be empty. */
  readonly footer: string;
}

export function createSiteModel({ boot, words }: Pick<PagePorts, "boot" | "words">): SiteModel {
  const { site } = boot;
  return {
    get name() {
      return site.title ?? words().appName;
    },
    get heading() {
      return site.title ?? words().heroTitle;
    },
    describe: (isTemporary) =>
      site.description ?? (isTemporary ? words().heroTextTemporary : words().heroText),
    get placeholder() {
      return site.placeholder ?? words().placeholder(this.name);
    },
    get examples() {
      return site.examples ?? words().examples;
    },
    get footer() {
      return site.footer ?? "";
    },
  };
}
