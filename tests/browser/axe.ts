import axe from "axe-core";
import type { Page } from "playwright-core";

/** What can differ between light and dark. */
const colourRules = ["color-contrast", "link-in-text-block"];

/**
 * What axe-core finds wrong with a page, light and dark, for those who see little, nothing, or use no mouse: rule,
 * element and reason. Leaves the page dark.
 */
export async function axeViolations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    // Without motion, so that nothing is looked at half faded in.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const root = page.locator(`html:not([data-theme]), html[data-theme=${colorScheme}]`);
    await root.waitFor({ state: "attached" });
    const options: axe.RunOptions = colorScheme === "light" ? {} : { runOnly: colourRules };
    found.push(...(await violationsNow(page, options)).map((violation) => `${colorScheme}: ${violation}`));
  }
  return found;
}

/** The same of a page as it is now, light or dark. */
export async function violationsNow(page: Page, options: axe.RunOptions = {}): Promise<string[]> {
  // Evaluated, not added as a script: the page's content security policy would refuse that.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  // What is right needs no description: half the time.
  const asked: axe.RunOptions = { ...options, resultTypes: ["violations"] };
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify(asked)})`);
  return violations.map(described);
}

function described({ id, nodes }: axe.Result): string {
  return nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`).join("\n");
}
