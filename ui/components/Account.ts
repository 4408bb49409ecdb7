import "./Account.css";
import { useApp } from "../context";
import { html } from "../html";
import { Icon } from "./Icon";

/** Who is signed in, and the way out. */
export function Account() {
  const { session, words } = useApp();
  const who = session.session.value;
  if (!who) return null;
  return html`
    <div class="account">
      <b aria-hidden="true">${initials(who.user)}</b>
      <span title=${who.user}>${who.user}</span>
      ${
        who.signIn === "key" &&
        html`<form method="post" action="/sign-out" onSubmit=${session.forget}>
          <button class="icon" aria-label=${words.signOut} title=${words.signOut}>
            <${Icon} name="out" />
          </button>
        </form>`
      }
    </div>
  `;
}

function initials(user: string): string {
  const [first = "", second = ""] = user.split("@")[0]?.split(/[^\p{L}\p{N}]+/u) ?? [];
  return (second === "" ? first.slice(0, 2) : first.slice(0, 1) + second.slice(0, 1)).toUpperCase();
}
