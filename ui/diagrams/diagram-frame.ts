import mermaid, { type MermaidConfig } from "mermaid";
import type { Diagram, DrawRequest, FrameMessage } from "./frame-messages";

// Runs in a sandboxed frame that may do nothing but draw: see docs/decisions/0006. The page takes what it says for a
// picture, and nothing else.

const fixed: MermaidConfig = {
  startOnLoad: false,
  securityLevel: "strict",
  suppressErrorRendering: true,
  // A picture shows SVG's own text everywhere, HTML in it not.
  htmlLabels: false,
  flowchart: { htmlLabels: false },
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  maxTextSize: 20_000,
  // Its own lets the line show through a label; thin lines and no shadow are as calm as the page.
  themeCSS:
    ".edgeLabel rect, .edgeLabel .background { opacity: 1 } .node > * { filter: none; stroke-width: 1px }",
  logLevel: "fatal",
};
/** What a diagram may not change; other layouts are not built in, and its own is used in their place. */
const secure = [
  "secure",
  "securityLevel",
  "startOnLoad",
  "maxTextSize",
  "maxEdges",
  "suppressErrorRendering",
  "htmlLabels",
  "themeCSS",
  "fontFamily",
  "logLevel",
  "layout",
  "defaultRenderer",
];
/** Mermaid's own colours, on what the page puts behind code. */
const themes = {
  light: { theme: "redux-color", themeVariables: coloursOn("#f5f4f1", "#c2410c,#1f5a94,#2c6a3f,#76408c") },
  dark: {
    theme: "redux-dark-color",
    themeVariables: coloursOn("#1e1d1a", "#f59a5b,#90bce8,#a3c78c,#cda6dc"),
  },
} as const;

addEventListener("message", ({ source, origin, data }: MessageEvent<DrawRequest>) => {
  if (source === parent && origin === location.origin) void answer(data);
});
tell({ type: "ready" });

async function answer({ id, source, theme }: DrawRequest): Promise<void> {
  try {
    const config = { ...fixed, secure, ...themes[theme] };
    mermaid.initialize(config);
    const { diagramType } = await mermaid.parse(source);
    // Mermaid's own choice for most kinds is ELK, which is left out.
    mermaid.initialize({ ...config, layout: diagramType === "mindmap" ? "cose-bilkent" : "dagre" });
    const { svg } = await mermaid.render(`diagram-${id}`, source);
    tell({ type: "drawn", id, diagram: toPicture(svg, diagramType) });
  } catch {
    tell({ type: "broken", id });
  }
}

function coloursOn(ground: string, plotColorPalette: string): MermaidConfig["themeVariables"] {
  return {
    background: ground,
    edgeLabelBackground: ground,
    xyChart: { backgroundColor: ground, plotColorPalette },
  };
}

/** Mermaid writes HTML's markup for a box as wide as the page; a picture is XML and has a size of its own. */
function toPicture(markup: string, kind: string): Diagram {
  const svg = new DOMParser().parseFromString(markup, "text/html").querySelector("svg");
  if (!svg) throw new Error("Nothing was drawn.");
  const { width, height } = svg.viewBox.baseVal;
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.style.maxWidth = "";
  const title = svg.querySelector(":scope > title")?.textContent?.trim() ?? "";
  const name = title === "" ? kind.replace(/-v2$|Diagram$/, "") : title;
  return { svg: new XMLSerializer().serializeToString(svg), width, height, name };
}

function tell(message: FrameMessage): void {
  parent.postMessage(message, location.origin);
}
