import { effect, signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { Diagram } from "../../ui/diagrams/frame-messages";
import { createDiagramsModel } from "../../ui/models/diagrams-model";

const diagram = (svg: string): Diagram => ({ svg, width: 10, height: 20, name: "flowchart" });

/** A model, what it asked to be drawn, and what ends each drawing in turn. */
function modelUnderTest() {
  const theme = signal<"light" | "dark">("light");
  const asked: string[] = [];
  const drawings: PromiseWithResolvers<Diagram | undefined>[] = [];
  const model = createDiagramsModel((source, wanted) => {
    asked.push(`${wanted} ${source}`);
    const drawing = Promise.withResolvers<Diagram | undefined>();
    drawings.push(drawing);
    return drawing.promise;
  }, theme);
  const shown: (Diagram | "broken" | undefined)[] = [];
  const show = (source: string) => effect(() => void shown.push(model.picture(source)));
  const end = async (index: number, drawn: Diagram | undefined) => {
    drawings[index]?.resolve(drawn);
    await drawings[index]?.promise;
  };
  return { model, theme, asked, drawings, shown, show, end };
}

describe("the diagrams of the page", () => {
  it("are drawn once, however often they are shown, and tell who shows them when they are there", async () => {
    const { asked, shown, show, end } = modelUnderTest();
    show("a");
    show("a");
    await end(0, diagram("drawn"));
    expect(asked).toEqual(["light a"]);
    expect(shown).toEqual([undefined, undefined, diagram("drawn"), diagram("drawn")]);
  });

  it("keep their picture until the one in another theme has come", async () => {
    const { theme, asked, shown, show, end } = modelUnderTest();
    show("a");
    await end(0, diagram("light"));
    theme.value = "dark";
    await end(1, diagram("dark"));
    expect(asked).toEqual(["light a", "dark a"]);
    expect(shown).toEqual([undefined, diagram("light"), diagram("light"), diagram("dark")]);
  });

  it("do not take a picture that comes too late, when the theme has changed back", async () => {
    const { model, theme, show, end } = modelUnderTest();
    show("a");
    theme.value = "dark";
    await end(0, diagram("light"));
    expect(model.picture("a")).toBe(undefined);
    await end(1, diagram("dark"));
    expect(model.picture("a")).toEqual(diagram("dark"));
  });

  it("are broken when they cannot be drawn, and asked for again when what draws did not come", async () => {
    const { model, asked, drawings, end } = modelUnderTest();
    model.picture("a");
    await end(0, undefined);
    expect(model.picture("a")).toBe("broken");
    model.picture("b");
    drawings[1]?.reject(new Error("no network"));
    await drawings[1]?.promise.catch(() => undefined);
    expect(model.picture("b")).toBe(undefined);
    expect(asked).toEqual(["light a", "light b", "light b"]);
  });

  it("are not drawn when they are empty or longer than 20,000 characters", () => {
    const { model, asked } = modelUnderTest();
    model.picture(" \n");
    model.picture("x".repeat(20_001));
    model.picture("x".repeat(20_000));
    expect(asked).toEqual([`light ${"x".repeat(20_000)}`]);
  });

  it("are drawn once each, however many are shown at the same time", async () => {
    const { asked, drawings, show } = modelUnderTest();
    const sources = Array.from({ length: 70 }, (_, index) => `${index}`);
    sources.forEach(show);
    drawings.forEach((drawing, index) => drawing.resolve(diagram(`${index}`)));
    await Promise.all(drawings.map(({ promise }) => promise));
    expect(asked).toEqual(sources.map((source) => `light ${source}`));
  });

  it("are forgotten, the oldest first, when nothing shows them any more", () => {
    const { asked, model, show } = modelUnderTest();
    const hide = show("first");
    show("second");
    hide();
    for (let index = 0; index < 59; index += 1) model.picture(`${index}`);
    model.picture("second");
    model.picture("first");
    expect(asked.filter((one) => !/\d/.test(one))).toEqual(["light first", "light second", "light first"]);
  });

  it("show their source when that is wanted, each by itself", () => {
    const { model } = modelUnderTest();
    const seen: boolean[][] = [];
    effect(() => void seen.push([model.isSourceWanted("a"), model.isSourceWanted("b")]));
    model.toggle("a");
    model.toggle("b");
    model.toggle("a");
    expect(seen).toEqual([
      [false, false],
      [true, false],
      [true, true],
      [false, true],
    ]);
  });
});
