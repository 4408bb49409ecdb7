import { type ReadonlySignal, signal } from "@preact/signals";
import { limits } from "../../runtime/contract/limits";
import type { PeoplePage, Person, PersonPatch } from "../../runtime/contract/person";
import type { PagePorts } from "../ports";
import { cursorQuery } from "./cursor-query";
import { failureText } from "./failure-text";

/** Everybody who has a key, for admins. */
export interface PeopleModel {
  /** By name. Undefined until known. */
  people: ReadonlySignal<readonly Person[] | undefined>;
  /** The names of all tiers. */
  tiers: ReadonlySignal<readonly string[]>;
  hasFailed: ReadonlySignal<boolean>;
  load(): Promise<void>;
  /** Resolves with what went wrong, for a person. */
  change(id: string, change: PersonPatch): Promise<string | undefined>;
}

export function createPeopleModel(ports: Pick<PagePorts, "api" | "words">): PeopleModel {
  const people = signal<readonly Person[] | undefined>(undefined);
  const tiers = signal<readonly string[]>([]);
  const hasFailed = signal(false);
  return {
    people,
    tiers,
    hasFailed,
    async load() {
      hasFailed.value = false;
      try {
        const all: Person[] = [];
        let cursor: string | undefined;
        do {
          const page = await ports.api.ask<PeoplePage>(
            "GET",
            `/people?limit=${limits.pageSize}${cursorQuery(cursor)}`,
          );
          all.push(...page.people);
          tiers.value = page.tiers.map(({ name }) => name);
          cursor = page.cursor;
        } while (cursor !== undefined);
        people.value = all;
      } catch {
        hasFailed.value = true;
      }
    },
    async change(id, change) {
      try {
        const changed = await ports.api.ask<Person>("PATCH", `/people/${encodeURIComponent(id)}`, {
          body: JSON.stringify(change),
        });
        people.value = people.peek()?.map((person) => (person.id === id ? changed : person));
        return undefined;
      } catch (error) {
        return failureText(error, ports.words());
      }
    },
  };
}
