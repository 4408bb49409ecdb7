import type { ApiCall } from "./api-call";
import { environmentImport, keyInPython } from "./python";

/** For Python with the package `gradio_client`, as for any chat of Gradio's. */
export function gradioSnippet(call: ApiCall): string {
  const { chatUrl, message, settings, stream } = call;
  const { system, temperature, maxTokens } = settings;
  const inputs = [
    JSON.stringify(message),
    ...(system ? [`system_prompt=${JSON.stringify(system)}`] : []),
    ...(temperature === undefined ? [] : [`temperature=${temperature}`]),
    ...(maxTokens === undefined ? [] : [`max_tokens=${maxTokens}`]),
    'api_name="/chat"',
  ].map((input) => `    ${input},`);
  return [
    ...environmentImport({ ...call, invokeUrl: chatUrl }),
    "from gradio_client import Client",
    "",
    "chat = Client(",
    `    ${JSON.stringify(chatUrl)},`,
    `    headers={"authorization": "Bearer " + ${keyInPython(call)}},`,
    ")",
    `${stream ? "job = chat.submit" : "reply = chat.predict"}(`,
    ...inputs,
    ")",
    ...(stream
      ? [
          'shown = ""',
          "for text in job:",
          '    print(text[len(shown):], end="", flush=True)',
          "    shown = text",
          "print()",
        ]
      : ["print(reply)"]),
  ].join("\n");
}
