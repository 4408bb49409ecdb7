import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { ApiCall } from "../../ui/snippets/api-call";
import { curlSnippet, quoted } from "../../ui/snippets/curl";
import { environmentSnippet } from "../../ui/snippets/environment";
import { gradioSnippet } from "../../ui/snippets/gradio";
import { javascriptSnippet } from "../../ui/snippets/javascript";
import { openaiSnippet } from "../../ui/snippets/openai";
import { pythonSnippet } from "../../ui/snippets/python";

const call: ApiCall = {
  invokeUrl: "https://api.example/v1",
  chatUrl: "https://chat.example",
  model: "openai/gpt-oss-20b",
  message: "Hi",
  settings: {},
  stream: false,
};

const nasty = [
  `it's "quoted" and 'quoted' \`ticked\``,
  "$HOME $(date) ${PATH} !history",
  "back\\slash \\n \\' and a\nnew line\ttab",
  "% %s {} {{x}} # -- ; & | < > * ? ~",
  "ünïcödé 日本語 🙂 \u2028 \u007f",
  '"stream": true\n}',
];

describe("a curl snippet", () => {
  it("is one a person would write", () => {
    expect(curlSnippet({ ...call, settings: { temperature: 0.4 }, conversationId: "c1", stream: true })).toBe(
      [
        "curl -N 'https://api.example/v1/chat' \\",
        '  -H "authorization: Bearer $PARLEY_API_KEY" \\',
        "  -H 'content-type: application/json' \\",
        "  -d '{",
        '  "message": "Hi",',
        '  "conversationId": "c1",',
        '  "temperature": 0.4,',
        '  "stream": true',
        "}'",
      ].join("\n"),
    );
  });

  it("takes the address from the environment where the page does not know it", () => {
    expect(curlSnippet({ ...call, invokeUrl: "" }).split("\n")[0]).toBe('curl "$PARLEY_INVOKE_URL/chat" \\');
  });

  it("has the key only when it was given", () => {
    expect(curlSnippet(call)).toContain('-H "authorization: Bearer $PARLEY_API_KEY"');
    expect(curlSnippet({ ...call, key: "k-1" })).toContain("-H 'authorization: Bearer k-1'");
  });

  it.for(nasty)("gives a shell exactly %j", (text) => {
    expect(execFileSync("sh", ["-c", `printf %s ${quoted(text)}`], { encoding: "utf8" })).toBe(text);
  });

  it.for(nasty)("sends exactly %j", (text) => {
    const snippet = curlSnippet({ ...call, message: text, settings: { system: text } });
    // In place of curl, a function that says what it was given to send.
    const script = `curl() { while [ "$1" != -d ]; do shift; done; printf %s "$2"; }\n${snippet}`;
    const sent = execFileSync("sh", ["-c", script], { encoding: "utf8" });
    expect(JSON.parse(sent)).toEqual({ message: text, system: text });
  });
});

describe("a JavaScript snippet", () => {
  it.for(nasty)("sends exactly %j", (text) => {
    const snippet = javascriptSnippet({ ...call, key: `k'"`, message: text, settings: { system: text } });
    // In place of the network, what says what it was given to send.
    const fake = `globalThis.fetch = async (url, { headers, body }) => {
      console.log(JSON.stringify({ url, key: headers.authorization, body: JSON.parse(body) }));
      process.exit(0);
    };\n`;
    const run = ["--input-type=module", "-e", fake + snippet];
    expect(JSON.parse(execFileSync(process.execPath, run, { encoding: "utf8" }))).toEqual({
      url: "https://api.example/v1/chat",
      key: `Bearer k'"`,
      body: { message: text, system: text },
    });
  });
});

describe("a Python snippet", () => {
  it("writes Python's own True where the reply is to stream", () => {
    const snippet = pythonSnippet({ ...call, message: nasty.at(-1) ?? "", stream: true });
    expect(snippet).toContain(
      String.raw`body = {
  "message": "\"stream\": true\n}",
  "stream": True
}`,
    );
  });

  it("imports only what it needs, and has the key only when it was given", () => {
    expect(pythonSnippet(call)).toContain('"authorization": "Bearer " + os.environ["PARLEY_API_KEY"],');
    expect(pythonSnippet({ ...call, key: "k-1" })).not.toContain("import os");
  });
});

describe("a snippet for Python's openai", () => {
  it("is one a person would write", () => {
    const settings = { system: "Be brief.", temperature: 0.4, maxTokens: 100 };
    expect(openaiSnippet({ ...call, settings, conversationId: "c1", stream: true })).toBe(
      [
        "import os",
        "from openai import OpenAI",
        "",
        "client = OpenAI(",
        '    base_url="https://api.example/v1/v1",',
        '    api_key=os.environ["PARLEY_API_KEY"],',
        ")",
        "reply = client.chat.completions.create(",
        '    model="openai/gpt-oss-20b",',
        "    messages=[",
        '        {"role": "system", "content": "Be brief."},',
        '        {"role": "user", "content": "Hi"},',
        "    ],",
        "    temperature=0.4,",
        "    max_tokens=100,",
        "    stream=True,",
        ")",
        "for chunk in reply:",
        "    if chunk.choices:",
        '        print(chunk.choices[0].delta.content or "", end="", flush=True)',
        "print()",
      ].join("\n"),
    );
  });

  it("says only what is set, to the model of the chat, with the key when it was given", () => {
    const snippet = openaiSnippet({ ...call, key: "k-1", settings: { model: "other" } });
    expect(snippet.split("\n")).toEqual([
      "from openai import OpenAI",
      "",
      "client = OpenAI(",
      '    base_url="https://api.example/v1/v1",',
      '    api_key="k-1",',
      ")",
      "reply = client.chat.completions.create(",
      '    model="other",',
      "    messages=[",
      '        {"role": "user", "content": "Hi"},',
      "    ],",
      ")",
      "print(reply.choices[0].message.content)",
    ]);
  });
});

describe("a snippet for Python's gradio_client", () => {
  it("is one a person would write", () => {
    const settings = { system: "Be brief.", temperature: 0.4, maxTokens: 100 };
    expect(gradioSnippet({ ...call, invokeUrl: "", settings })).toBe(
      [
        "import os",
        "from gradio_client import Client",
        "",
        "chat = Client(",
        '    "https://chat.example",',
        '    headers={"authorization": "Bearer " + os.environ["PARLEY_API_KEY"]},',
        ")",
        "reply = chat.predict(",
        '    "Hi",',
        '    system_prompt="Be brief.",',
        "    temperature=0.4,",
        "    max_tokens=100,",
        '    api_name="/chat",',
        ")",
        "print(reply)",
      ].join("\n"),
    );
  });

  it("prints what is new as it comes", () => {
    const snippet = gradioSnippet({ ...call, key: "k-1", stream: true });
    expect(snippet.split("\n").slice(6)).toEqual([
      "job = chat.submit(",
      '    "Hi",',
      '    api_name="/chat",',
      ")",
      'shown = ""',
      "for text in job:",
      '    print(text[len(shown):], end="", flush=True)',
      "    shown = text",
      "print()",
    ]);
  });
});

describe("what the snippets take from the environment", () => {
  it("comes from Pulumi, or from the stack on this machine", () => {
    expect(environmentSnippet("https://abc.execute-api.eu-west-1.amazonaws.com/v1")).toBe(
      "export PARLEY_API_KEY=$(npx pulumi stack output apiKey --show-secrets)",
    );
    expect(environmentSnippet("http://127.0.0.1:7861/v1")).toBe(
      "export PARLEY_API_KEY=$(npm run -s output apiKey -- --show-secrets)",
    );
  });

  it("is the invoke URL too where the page does not know it", () => {
    expect(environmentSnippet("")).toBe(
      [
        "export PARLEY_INVOKE_URL=$(npx pulumi stack output invokeUrl)",
        "export PARLEY_API_KEY=$(npx pulumi stack output apiKey --show-secrets)",
      ].join("\n"),
    );
  });
});
