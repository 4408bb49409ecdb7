import createDOMPurify, { type Config } from "dompurify";

// No class, id, name or style: a reply must not look like, or stand in for, a part of the page.
const addresses = ["href", "src"];
const plainAttributes =
  "title alt start align colspan rowspan type checked disabled open dir lang data-language data-math data-note".split(
    " ",
  );

const config: Config & { RETURN_DOM_FRAGMENT: true } = {
  ALLOWED_TAGS: [
    ..."h1 h2 h3 h4 h5 h6 p br hr blockquote pre code ul ol li dl dt dd table thead tbody tr th td".split(
      " ",
    ),
    ..."strong b em i del s ins mark sub sup kbd samp var abbr a img input details summary".split(" "),
  ],
  ALLOWED_ATTR: [...addresses, ...plainAttributes],
  // Every other attribute would have to look like an address as well.
  ADD_URI_SAFE_ATTR: plainAttributes,
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
