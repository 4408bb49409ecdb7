import { useSignal } from "@preact/signals";
import type { Person, PersonPatch } from "../../runtime/contract/person";
import { useApp } from "../context";
import { html } from "../html";
import type { PeopleModel } from "../models/people-model";

export interface PersonItemProps {
  of: Person;
  people: PeopleModel;
}

/** One person, with what an admin may change. The stack's own stays as it is, and nobody lets go of their own right by a slip. */
export function PersonItem({ of, people }: PersonItemProps) {
  const { dialogWords, session } = useApp();
  const problem = useSignal<string | undefined>(undefined);
  const says = dialogWords.usage;
  const isOneself = session.session.value?.user === of.id;
  const change = async (asked: PersonPatch) => {
    problem.value = undefined;
    // Being told what is wrong, it also shows again what stands.
    problem.value = await people.change(of.id, asked);
  };
  const onTier = (event: Event) => void change({ tier: (event.currentTarget as HTMLSelectElement).value });
  const onAdmin = (event: Event) =>
    void change({ isAdmin: (event.currentTarget as HTMLInputElement).checked });
  return html`
    <li>
      <bdi>${of.id}</bdi>
      ${
        people.tiers.value.length > 1 &&
        html`<select
          aria-label=${`${says.tierOf}: ${of.id}`}
          value=${of.tier}
          disabled=${of.isFromStack === true}
          onChange=${onTier}
        >
          ${people.tiers.value.map((name) => html`<option key=${name}>${name}</option>`)}
        </select>`
      }
      <label>
        <input
          type="checkbox"
          aria-label=${`${says.admin}: ${of.id}`}
          checked=${of.isAdmin}
          disabled=${of.isFromStack === true || isOneself}
          onChange=${onAdmin}
        />
        ${says.admin}
      </label>
      ${problem.value !== undefined && html`<p class="wrong" role="alert">${problem.value}</p>`}
    </li>
  `;
}
