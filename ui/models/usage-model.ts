import { type ReadonlySignal, signal } from "@preact/signals";
import type { EveryonesUsage, OwnUsage } from "../../runtime/contract/usage";
import type { PagePorts } from "../ports";

export type UsageView = "mine" | "everyone";

/** What was used, read anew whenever somebody looks. */
export interface UsageModel {
  view: ReadonlySignal<UsageView>;
  mine: ReadonlySignal<OwnUsage | undefined>;
  everyones: ReadonlySignal<EveryonesUsage | undefined>;
  /** May see everybody's. */
  isAdmin: ReadonlySignal<boolean>;
  hasFailed: ReadonlySignal<boolean>;
  /** Reads what is looked at. */
  load(): Promise<void>;
  choose(view: UsageView): Promise<void>;
}

const days = 30;

export function createUsageModel({ api }: Pick<PagePorts, "api">): UsageModel {
  const view = signal<UsageView>("mine");
  const mine = signal<OwnUsage | undefined>(undefined);
  const everyones = signal<EveryonesUsage | undefined>(undefined);
  const isAdmin = signal(false);
  const hasFailed = signal(false);

  async function load(): Promise<void> {
    hasFailed.value = false;
    try {
      if (view.peek() === "everyone") {
        everyones.value = await api.everyonesUsage(days);
        return;
      }
      const [usage, { user }] = await Promise.all([api.usage(days), api.me()]);
      mine.value = usage;
      isAdmin.value = user.isAdmin;
    } catch {
      hasFailed.value = true;
    }
  }

  return {
    view,
    mine,
    everyones,
    isAdmin,
    hasFailed,
    load,
    choose: (chosen) => {
      view.value = chosen;
      return load();
    },
  };
}
