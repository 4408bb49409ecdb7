import type { Writable } from "node:stream";
import { styleText } from "node:util";

import type { DeployEvent } from "../engine/event";

/** Where progress is shown. A live line is drawn only on a TTY. */
export type Terminal = Writable & { isTTY?: boolean; columns?: number };

type Colour = Parameters<typeof styleText>[0];

type FinishedEvent = Extract<DeployEvent, { elapsedMs: number }>;

const marks = { created: ["green", "+"], deleted: ["yellow", "-"], failed: ["red", "x"] } as const;

const frames = "⠋ ⠙ ⠹ ⠸ ⠼ ⠴ ⠦ ⠧ ⠇ ⠏".split(" ");
const frameMs = 100;

/**
 * Shows a deployment as `pulumi up` would: a line for each resource that was made, deleted or failed, with its time, and
 * on a TTY a last line with what is being made now. What the run before had already is only counted.
 */
export class Progress {
  private readonly active = new Map<string, string>();
  private readonly counts = { created: 0, kept: 0, deleted: 0, failed: 0 };
  private readonly start: number;
  private readonly timer: NodeJS.Timeout | undefined;
  private frame = 0;

  /** @param now Milliseconds. */
  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.start = now();
    if (terminal.isTTY) this.timer = setInterval(() => this.draw(), frameMs).unref();
  }

  onEvent(event: DeployEvent): void {
    if (event.kind === "log") return this.log(event.entry.severity, event.entry.message);
    if (event.kind === "creating" || event.kind === "deleting") {
      this.active.set(event.urn, `${event.kind} ${event.name}`);
      return this.draw();
    }
    this.active.delete(event.urn);
    const isKept = event.kind === "created" && !event.isNew;
    this.counts[isKept ? "kept" : event.kind] += 1;
    if (isKept) return this.draw();
    this.line(this.resourceLine(event));
    if (event.kind === "failed") this.line(`  ${this.paint("red", event.message)}`);
  }

  warn(message: string): void {
    this.line(`${this.paint("yellow", "!")} ${message}`);
  }

  /** Takes the live line away. */
  close(): void {
    clearInterval(this.timer);
    if (this.terminal.isTTY) this.terminal.write("\r\x1b[2K");
  }

  /** `63 resources (60 kept, 3 created), 4.2 s` */
  summary(): string {
    const { failed, ...done } = this.counts;
    const parts = Object.entries({ ...done, failed }).filter(([, count]) => count > 0);
    const total = this.counts.created + this.counts.kept;
    const list = parts.length > 0 ? ` (${parts.map(([what, count]) => `${count} ${what}`).join(", ")})` : "";
    return `${total} resource${total === 1 ? "" : "s"}${list}, ${seconds(this.now() - this.start)}`;
  }

  /** Errors are left to the end, where they stand with the place in the program. */
  private log(severity: "info" | "warning" | "error", message: string): void {
    if (severity === "warning") this.warn(message);
    if (severity === "info") this.line(`  ${message}`);
  }

  private line(text: string): void {
    this.terminal.write(`${this.terminal.isTTY ? "\r\x1b[2K" : ""}${text}\n`);
    this.draw();
  }

  private resourceLine({ kind, type, name, elapsedMs }: FinishedEvent): string {
    const [colour, mark] = marks[kind];
    const what = `${kind.padEnd(7)}  ${name.padEnd(36)} ${seconds(elapsedMs).padStart(7)}`;
    const line = `${this.paint(colour, mark)} ${what}`;
    const width = `${mark} ${what}  ${type}`.length;
    // A line that wraps could not be told from two.
    if (this.terminal.isTTY && width > (this.terminal.columns ?? 80)) return line;
    return `${line}  ${this.paint("dim", type)}`;
  }

  private draw(): void {
    if (!this.terminal.isTTY) return;
    this.frame = (this.frame + 1) % frames.length;
    const done = this.counts.created + this.counts.kept;
    const now = [...this.active.values()].join(", ") || "running the program";
    const text = `${frames[this.frame]} ${done} done, ${seconds(this.now() - this.start)}: ${now}`;
    this.terminal.write(`\r\x1b[2K${text.slice(0, (this.terminal.columns ?? 80) - 1)}`);
  }

  private paint(colour: Colour, text: string): string {
    return styleText(colour, text, { stream: this.terminal });
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
