import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { ChatSettings } from "../../runtime/contract/chat-settings";
import { limits } from "../../runtime/contract/limits";
import type { Preset } from "../../runtime/contract/preset";
import { ApiError } from "../api/api-error";
import { refusalText } from "../messages/refusal-text";
import type { PagePorts } from "../ports";
import { sameSettings } from "./chat-fields";
import type { DefaultPreset } from "./default-presets";

/** Settings under a name: the operator's or, where they define none, the page's; or one's own. */
export interface OfferedPreset {
  key: string;
  name: string;
  description?: string;
  settings: ChatSettings;
  /** One's own: may be changed and deleted. */
  own?: Preset;
}

/** Settings that are kept for other chats. What changes them resolves with what went wrong, for a person. */
export interface PresetsModel {
  /** The site's first, in their order, then one's own by name; before `load` only the operator's. */
  offered: ReadonlySignal<readonly OfferedPreset[]>;
  state: ReadonlySignal<"unknown" | "loading" | "ready" | "failed">;
  /** The last one deleted, while it may be taken back. */
  deleted: ReadonlySignal<Preset | undefined>;
  /** Asks for one's own and for the page's, once. */
  load(): Promise<void>;
  /** Keeps settings under a new name. */
  add(name: string, settings: ChatSettings): Promise<{ key: string } | { problem: string }>;
  change(preset: Preset): Promise<string | undefined>;
  remove(preset: Preset): Promise<string | undefined>;
  /** Puts back what was deleted. */
  undo(): Promise<string | undefined>;
  /** Gives up the offer to undo. */
  forget(): void;
}

/** @param fetchOfPage - those that are offered where the operator defines none */
export function createPresetsModel(
  ports: Pick<PagePorts, "api" | "boot" | "dialogWords" | "newId" | "words">,
  fetchOfPage: () => Promise<readonly DefaultPreset[]>,
): PresetsModel {
  const own = signal<readonly Preset[]>([]);
  const ofPage = signal<readonly DefaultPreset[]>([]);
  const state = signal<"unknown" | "loading" | "ready" | "failed">("unknown");
  const deleted = signal<Preset | undefined>(undefined);

  /** Reads the words anew each time: the language may change. */
  function ofSite(): OfferedPreset[] {
    const words = ports.words().presets.offered;
    const named = ofPage.value.map(({ words: id, settings }) => ({ ...words[id], settings }));
    return (ports.boot.site.presets ?? named).map((preset, index) => ({ ...preset, key: `site-${index}` }));
  }

  async function loadOfPage(): Promise<void> {
    const fetched = await fetchOfPage();
    ofPage.value = fetched;
  }

  async function load(): Promise<void> {
    if (state.peek() === "loading" || state.peek() === "ready") return;
    state.value = "loading";
    try {
      const [{ presets }] = await Promise.all([ports.api.listPresets(), loadOfPage()]);
      own.value = presets;
      state.value = "ready";
    } catch {
      state.value = "failed";
    }
  }

  function show(id: string, preset?: Preset): void {
    const others = own.peek().filter((one) => one.id !== id);
    const byName = (one: Preset, other: Preset) => one.name.localeCompare(other.name);
    own.value = (preset ? [...others, preset] : others).sort(byName);
  }

  function nameProblem(name: string, id?: string): string | undefined {
    const words = ports.dialogWords().presets;
    if (name === "") return words.nameMissing;
    if (name.length > limits.presetNameChars) return words.nameTooLong(limits.presetNameChars);
    const isTaken = own.peek().some((one) => one.id !== id && one.name === name);
    return isTaken ? words.nameTaken(name) : undefined;
  }

  async function attempt(task: () => Promise<void>): Promise<string | undefined> {
    try {
      await task();
      return undefined;
    } catch (error) {
      return error instanceof ApiError
        ? refusalText(error, ports.words())
        : ports.dialogWords().presets.notSaved;
    }
  }

  async function put({ id, name, settings }: Preset): Promise<string | undefined> {
    const trimmed = name.trim();
    const wrong = nameProblem(trimmed, id);
    if (wrong !== undefined) return wrong;
    return attempt(async () => show(id, await ports.api.putPreset(id, { name: trimmed, settings })));
  }

  return {
    offered: computed(() => [
      ...ofSite(),
      ...own.value.map((preset) => ({ ...preset, key: `own-${preset.id}`, own: preset })),
    ]),
    state,
    deleted,
    load,
    add: async (name, settings) => {
      const id = ports.newId();
      const problem = await put({ id, name, settings });
      return problem === undefined ? { key: `own-${id}` } : { problem };
    },
    change: put,
    remove: (preset) =>
      attempt(async () => {
        await ports.api.deletePreset(preset.id);
        show(preset.id);
        deleted.value = preset;
      }),
    undo: async () => {
      const preset = deleted.peek();
      if (!preset) return undefined;
      const problem = await put(preset);
      if (problem === undefined) deleted.value = undefined;
      return problem;
    },
    forget: () => (deleted.value = undefined),
  };
}

/**
 * Which preset settings come from: the one that was chosen, else the one with the same settings, else one that tells
 * the model the same. `isChanged` when they are not its own any more.
 */
export function presetOf(
  settings: ChatSettings,
  offered: readonly OfferedPreset[],
  chosenKey?: string,
): { preset: OfferedPreset; isChanged: boolean } | undefined {
  const { system } = settings;
  const preset =
    offered.find(({ key }) => key === chosenKey) ??
    offered.find((one) => sameSettings(one.settings, settings)) ??
    offered.find((one) => system !== undefined && one.settings.system === system);
  return preset && { preset, isChanged: !sameSettings(preset.settings, settings) };
}
