import "./ApiDialog.css";
import { useApp } from "../context";
import { html } from "../html";
import { CopyButton } from "./CopyButton";
import { Dialog } from "./Dialog";

/** How a script does what this page does. */
export function ApiDialog() {
  const { words } = useApp();
  const ways = [
    { title: words.apiLocal, code: snippet("npm run -s output", "-- --show-secrets") },
    { title: words.apiDeployed, code: snippet("pulumi stack output", "--show-secrets") },
  ];
  return html`
    <${Dialog} title=${words.useViaApi}>
      <div class="ways">
        <p>${words.apiIntro}</p>
        ${ways.map(
          ({ title, code }) => html`
            <section key=${title}>
              <header>
                <h3>${title}</h3>
                <${CopyButton} text=${code} label=${words.copyCode} />
              </header>
              <pre><code>${code}</code></pre>
            </section>
          `,
        )}
        <p>${words.apiStream}</p>
      </div>
    <//>
  `;
}

/** The addresses and the key are asked for when the line runs, so none is shown here. */
function snippet(output: string, revealing: string): string {
  return [
    `curl "$(${output} invokeUrl)/chat" \\`,
    `  -H "authorization: Bearer $(${output} apiKey ${revealing})" \\`,
    `  -d '{"message":"Outline a talk on sourdough"}'`,
  ].join("\n");
}
