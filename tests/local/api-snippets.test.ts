import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import type { ApiCall } from "../../ui/snippets/api-call";
import { curlSnippet } from "../../ui/snippets/curl";
import { javascriptSnippet } from "../../ui/snippets/javascript";
import { pythonSnippet } from "../../ui/snippets/python";

const { chatUrl, invokeUrl, apiKey } = inject("outputs");

const spoken = `it's "said" for $5\\n & 日本`;
const ways: Record<
  string,
  { program: string; args: (code: string) => string[]; make: (call: ApiCall) => string }
> = {
  curl: { program: "sh", args: (code) => ["-c", code], make: curlSnippet },
  python: { program: "python3", args: (code) => ["-c", code], make: pythonSnippet },
  javascript: {
    program: process.execPath,
    args: (code) => ["--input-type=module", "-e", code],
    make: javascriptSnippet,
  },
};

function isThere(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function run(
  way: string,
  call: Pick<ApiCall, "invokeUrl" | "key" | "stream">,
  env: object,
): Promise<string> {
  const { program, args, make } = ways[way] ?? ways.curl!;
  const settings = { system: spoken, maxTokens: 200 };
  const code = make({ ...call, chatUrl, model: "", message: `/echo ${spoken}`, settings });
  const options = { env: { PATH: process.env.PATH, PYTHONIOENCODING: "utf-8", ...env } };
  const { stdout } = await promisify(execFile)(program, args(code), options as { env: NodeJS.ProcessEnv });
  return stdout;
}

describe.for(["curl", "python", "javascript"])("The snippet for %s, run as it is,", (way) => {
  const isMissing = !isThere({ curl: "curl", python: "python3" }[way] ?? process.execPath);

  it.skipIf(isMissing)("gets the whole reply, with the key in it", async () => {
    const said = await run(way, { invokeUrl, key: apiKey, stream: false }, {});
    const text =
      way === "curl" ? (JSON.parse(said) as { message: { text: string } }).message.text : said.trim();
    expect(text).toBe(spoken);
  });

  it.skipIf(isMissing)("gets it while it is written, address and key from the environment", async () => {
    const env = { PARLEY_API_KEY: apiKey, PARLEY_INVOKE_URL: invokeUrl };
    const said = await run(way, { invokeUrl: "", stream: true }, env);
    const deltas = [...said.matchAll(/^data: (\{"type":"text".*)$/gm)].map(
      ([, data = ""]) => (JSON.parse(data) as { text: string }).text,
    );
    expect(way === "curl" ? deltas.join("") : said.trim()).toBe(spoken);
  });
});
