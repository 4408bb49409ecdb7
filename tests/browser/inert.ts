import type { Page } from "playwright-core";

/** Counts what a script would do, where one would show that it ran. */
export async function trapScripts(page: Page): Promise<void> {
  await page.addInitScript({
    content: `window.ran = [];
      for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
        window[name] = (...said) => void ran.push(name + "(" + said + ")");
      }`,
  });
}

/** What ran, what the page's globals are, and what it consists of outside of its messages and its list. */
export interface PageState {
  ran: string[];
  globals: string[];
  outline: string[];
}

export async function stateOf(page: Page): Promise<PageState> {
  return page.evaluate(`(() => {
    const inside = ".row, nav";
    const all = [...document.querySelectorAll("*")].filter((one) => !one.closest(inside));
    const attributes = (one) => [...one.attributes].map(({ name }) => name).sort().join(" ");
    return {
      ran,
      globals: Object.getOwnPropertyNames(window).sort(),
      outline: all.map((one) => one.localName + " " + attributes(one)),
    };
  })()`);
}

/**
 * What stands in the messages and is neither of the sanitiser's elements and attributes nor of those that the page
 * adds: around code and tables, for notes, in formulas.
 */
export async function strangersIn(page: Page): Promise<string[]> {
  return page.evaluate(`(${findStrangers})()`);
}

const findStrangers = `() => {
  const words = (text) => new Set(text.trim().split(/\\s+/));
  const elements = words(\`h1 h2 h3 h4 h5 h6 p br hr blockquote pre code ul ol li dl dt dd table thead tbody tr th td
    strong b em i del s ins mark sub sup kbd samp var abbr a img input details summary div span\`);
  const attributes = words(\`title alt start align colspan rowspan type checked disabled open dir lang href
    data-language data-math data-running target rel class tabindex role aria-label aria-hidden\`);
  const ownClasses = /^(md|code|code-head|table|notes|hljs-[a-z]+)$/;
  const inFormula = /^(on.*|href|src|id|name|xlink:href|action|srcdoc)$/;
  const ownButtons = ".code-head > button[data-copy], sup > button[data-to-note], .notes button[data-from-note]";

  const problem = (one) => {
    if (one.closest("var[data-math] > :is(.katex, .katex-display)")) {
      const isForeign = one.matches("script, a, img, iframe, style, use, animate, set, foreignObject, form, input");
      return isForeign || [...one.attributes].some(({ name }) => inFormula.test(name));
    }
    if (one.closest(ownButtons)) {
      return [...one.attributes].some(({ name }) => /^(on.*|href|src|id|name|style)$/.test(name));
    }
    if (!elements.has(one.localName)) return true;
    if (one.className && !ownClasses.test(one.className)) return true;
    if (one.hasAttribute("href") && !/^(https?|mailto|tel):/.test(one.href)) return true;
    if (one.hasAttribute("src") && !one.src.startsWith("data:image/")) return true;
    if (one.localName === "input" && !(one.type === "checkbox" && one.disabled)) return true;
    const isNote = one.matches(".notes > ol > li");
    return [...one.attributes].some(
      ({ name }) => !attributes.has(name) && name !== "src" && !(isNote && name === "data-note"),
    );
  };
  const strange = [...document.querySelectorAll(".md *")].filter(problem);
  const mine = [...document.querySelectorAll("[data-role=user] p *")];
  return [...strange, ...mine].map((one) => one.outerHTML.slice(0, 300));
}`;
