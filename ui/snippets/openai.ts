import type { ApiCall } from "./api-call";
import { environmentImport, keyInPython } from "./python";

/** For Python with the package `openai`. */
export function openaiSnippet(call: ApiCall): string {
  const { invokeUrl, message, model, settings, stream } = call;
  const baseUrl =
    invokeUrl === "" ? 'os.environ["PARLEY_INVOKE_URL"] + "/v1"' : JSON.stringify(`${invokeUrl}/v1`);
  const { system, temperature, maxTokens } = settings;
  const said = (role: string, content: string) =>
    `        {"role": "${role}", "content": ${JSON.stringify(content)}},`;
  return [
    ...environmentImport(call),
    "from openai import OpenAI",
    "",
    "client = OpenAI(",
    `    base_url=${baseUrl},`,
    `    api_key=${keyInPython(call)},`,
    ")",
    "reply = client.chat.completions.create(",
    `    model=${JSON.stringify(settings.model ?? model)},`,
    "    messages=[",
    ...(system ? [said("system", system)] : []),
    said("user", message),
    "    ],",
    ...(temperature === undefined ? [] : [`    temperature=${temperature},`]),
    ...(maxTokens === undefined ? [] : [`    max_tokens=${maxTokens},`]),
    ...(stream ? ["    stream=True,"] : []),
    ")",
    ...(stream
      ? [
          "for chunk in reply:",
          "    if chunk.choices:",
          '        print(chunk.choices[0].delta.content or "", end="", flush=True)',
          "print()",
        ]
      : ["print(reply.choices[0].message.content)"]),
  ].join("\n");
}
