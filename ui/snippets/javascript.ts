import { type ApiCall, bodyOf } from "./api-call";

/** For Node 18 and later, as a module. */
export function javascriptSnippet(call: ApiCall): string {
  const { invokeUrl, key, stream } = call;
  const url =
    invokeUrl === "" ? "`${process.env.PARLEY_INVOKE_URL}/chat`" : JSON.stringify(`${invokeUrl}/chat`);
  const secret =
    key === undefined ? "`Bearer ${process.env.PARLEY_API_KEY}`" : JSON.stringify(`Bearer ${key}`);
  const body = bodyOf(call).replaceAll("\n", "\n  ");
  const read = stream
    ? [
        "const decoder = new TextDecoder();",
        'let unread = "";',
        "for await (const chunk of response.body) {",
        "  unread += decoder.decode(chunk, { stream: true });",
        '  const lines = unread.split("\\n");',
        "  unread = lines.pop();",
        "  for (const line of lines) {",
        '    if (!line.startsWith("data: ")) continue;',
        "    const event = JSON.parse(line.slice(6));",
        '    if (event.type === "text") process.stdout.write(event.text);',
        '    if (event.type === "error") throw new Error(event.error.message);',
        "  }",
        "}",
        'process.stdout.write("\\n");',
      ]
    : ["const { message } = await response.json();", "console.log(message.text);"];
  return [
    `const response = await fetch(${url}, {`,
    '  method: "POST",',
    `  headers: { authorization: ${secret}, "content-type": "application/json" },`,
    `  body: JSON.stringify(${body}),`,
    "});",
    "if (!response.ok) throw new Error(await response.text());",
    ...read,
  ].join("\n");
}
