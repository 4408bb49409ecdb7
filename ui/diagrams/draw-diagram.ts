import { diagramFrame } from "../../runtime/contract/diagram-frame";
import type { Diagram, DrawRequest, FrameMessage } from "./frame-messages";

/** Draws a diagram; undefined when it is broken or takes too long. Rejects when what draws could not be fetched. */
export type DrawDiagram = (source: string, theme: DrawRequest["theme"]) => Promise<Diagram | undefined>;

const limits = {
  // 0.8 MB at 15 kB/s.
  comeMs: 60_000,
  drawMs: 10_000,
};

/** Draws one diagram after the other, in a hidden frame that comes with the first. */
export function createDrawDiagram(): DrawDiagram {
  let frame: HTMLIFrameElement | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let lastId = 0;

  async function open(): Promise<HTMLIFrameElement> {
    if (frame) return frame;
    const opened = hiddenFrame();
    document.body.append(opened);
    try {
      await hear(opened, limits.comeMs, ({ type }) => type === "ready");
    } catch (error) {
      opened.remove();
      throw error;
    }
    return (frame = opened);
  }

  async function draw(source: string, theme: DrawRequest["theme"]): Promise<Diagram | undefined> {
    const opened = await open();
    const id = ++lastId;
    const request: DrawRequest = { id, source, theme };
    const heard = hear(opened, limits.drawMs, (message) => message.type !== "ready" && message.id === id);
    // To any origin: a sandboxed document has none that could be named, and no other address may be shown in it.
    opened.contentWindow?.postMessage(request, "*");
    try {
      const answer = await heard;
      return answer.type === "drawn" ? answer.diagram : undefined;
    } catch {
      // It is still at work: the next diagram begins in another one.
      opened.remove();
      frame = undefined;
      return undefined;
    }
  }

  return (source, theme) => {
    const drawn = queue.then(() => draw(source, theme));
    queue = drawn.catch(() => undefined);
    return drawn;
  };
}

/** Out of sight, yet laid out: text is measured in it. */
function hiddenFrame(): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.className = "diagram-frame";
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.src = diagramFrame.path;
  return frame;
}

/** The next message of the frame that is `wanted`; rejects when it does not come in time. */
function hear(
  frame: HTMLIFrameElement,
  withinMs: number,
  wanted: (message: FrameMessage) => boolean,
): Promise<FrameMessage> {
  const done = new AbortController();
  return new Promise<FrameMessage>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The frame said nothing.")), withinMs);
    done.signal.addEventListener("abort", () => clearTimeout(timer));
    const onMessage = ({ source, data }: MessageEvent<FrameMessage>) => {
      if (source === frame.contentWindow && wanted(data)) resolve(data);
    };
    addEventListener("message", onMessage, { signal: done.signal });
  }).finally(() => done.abort());
}
