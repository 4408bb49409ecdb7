import { describe, expect, it } from "vitest";
import type { Site } from "../../runtime/contract/site";
import { en } from "../../ui/messages/en";
import { createSiteModel } from "../../ui/models/site-model";
import { plainBoot } from "../../ui/plain-boot";

const modelOf = (site: Site) => createSiteModel({ boot: { ...plainBoot, site }, words: () => en });

describe("What the chat says of itself", () => {
  it("is the page's own where the operator said nothing", () => {
    const site = modelOf({});
    const { name, heading, placeholder, examples, footer } = site;
    expect({ name, heading, description: site.describe(false), placeholder, footer }).toEqual({
      name: "Parley",
      heading: "What shall we outline?",
      description: en.heroText,
      placeholder: "Message Parley…",
      footer: "",
    });
    expect(site.describe(true)).toBe(
      "Your own model, on your own account. No word of this chat is kept there.",
    );
    expect(examples).toEqual(en.examples);
  });

  it("is the operator's, whose title is the chat's name everywhere", () => {
    const { name, heading, placeholder } = modelOf({ title: "Bread desk" });
    expect([name, heading, placeholder]).toEqual(["Bread desk", "Bread desk", "Message Bread desk…"]);
    expect(modelOf({ title: "Bread desk", placeholder: "Flour…" }).placeholder).toBe("Flour…");
  });

  it("may be no description and no examples", () => {
    const site = modelOf({ description: "", examples: [] });
    expect([site.describe(false), site.describe(true), site.examples]).toEqual(["", "", []]);
  });
});
