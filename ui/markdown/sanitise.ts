import createDOMPurify, { type Config } from "dompurify";

const config: Config & { RETURN_DOM_FRAGMENT: true } = {
  ALLOWED_TAGS: [
    ..."h1 h2 h3 h4 h5 h6 p br hr blockquote pre code ul ol li dl dt dd table thead tbody tr th td".split(
      " ",
    ),
    ..."strong b em i del s ins mark sub sup kbd samp var abbr a img input details summary".split(" "),
  ],
  // No class, id, name or style: a reply must not look like, or stand in for, a part of the page.
  ALLOWED_ATTR: [
    "href",
    "title",
    "alt",
    "src",
    "start",
    "align",
    "colspan",
    "rowspan",
    "type",
    "checked",
  ].concat(["disabled", "open", "dir", "lang", "data-language"]),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:)/i,
  RETURN_DOM_FRAGMENT: true,
};

/** Untrusted HTML made harmless. */
export function createSanitiser(window: Window & typeof globalThis): (markup: string) => DocumentFragment {
  const purify = createDOMPurify(window);
  return (markup) => purify.sanitize(markup, config);
}
