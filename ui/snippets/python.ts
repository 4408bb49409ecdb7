import { type ApiCall, bodyOf } from "./api-call";

/** For Python 3.8 and later, with nothing installed. */
export function pythonSnippet(call: ApiCall): string {
  const { invokeUrl, stream } = call;
  const url =
    invokeUrl === "" ? 'os.environ["PARLEY_INVOKE_URL"] + "/chat"' : JSON.stringify(`${invokeUrl}/chat`);
  const read = stream
    ? [
        "with urllib.request.urlopen(request) as response:",
        "    for line in response:",
        '        if not line.startswith(b"data: "):',
        "            continue",
        "        event = json.loads(line[6:])",
        '        if event["type"] == "text":',
        '            print(event["text"], end="", flush=True)',
        '        elif event["type"] == "error":',
        '            raise RuntimeError(event["error"]["message"])',
        "print()",
      ]
    : [
        "with urllib.request.urlopen(request) as response:",
        "    reply = json.load(response)",
        'print(reply["message"]["text"])',
      ];
  return [
    "import json",
    ...environmentImport(call),
    "import urllib.request",
    "",
    `body = ${literal(call)}`,
    "request = urllib.request.Request(",
    `    ${url},`,
    "    data=json.dumps(body).encode(),",
    "    headers={",
    `        "authorization": "Bearer " + ${keyInPython(call)},`,
    '        "content-type": "application/json",',
    "    },",
    ")",
    ...read,
  ].join("\n");
}

/** Needed where something is taken from the environment. */
export function environmentImport({ invokeUrl, key }: Pick<ApiCall, "invokeUrl" | "key">): string[] {
  return invokeUrl === "" || key === undefined ? ["import os"] : [];
}

export function keyInPython({ key }: Pick<ApiCall, "key">): string {
  return key === undefined ? 'os.environ["PARLEY_API_KEY"]' : JSON.stringify(key);
}

/** JSON is Python but for `true`, which stands only at the end of a body that streams. */
function literal(call: ApiCall): string {
  return bodyOf(call).replace(/: true\n}$/, ": True\n}");
}
