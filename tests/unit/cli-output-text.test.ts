import { describe, expect, it } from "vitest";

import { outputText } from "../../local/cli/output-text";

const outputs = {
  chatUrl: { value: "http://127.0.0.1:7860", secret: false },
  apiKey: { value: "k0", secret: true },
  sizes: { value: [1, 2], secret: false },
};

const show = (rest: Partial<Parameters<typeof outputText>[1]>) =>
  outputText(outputs, { json: false, showSecrets: false, ...rest });

describe("outputText", () => {
  it("lists all outputs with secrets hidden", () => {
    expect(show({})).toBe(
      [
        "Current stack outputs (3):",
        "    OUTPUT   VALUE",
        "    apiKey   [secret]",
        "    chatUrl  http://127.0.0.1:7860",
        "    sizes    [1,2]",
      ].join("\n"),
    );
  });

  it("prints one output raw, a secret only when asked to", () => {
    expect(show({ name: "chatUrl" })).toBe("http://127.0.0.1:7860");
    expect(show({ name: "apiKey" })).toBe("[secret]");
    expect(show({ name: "apiKey", showSecrets: true })).toBe("k0");
    expect(show({ name: "sizes" })).toBe("[1,2]");
  });

  it("prints JSON", () => {
    expect(JSON.parse(show({ json: true }))).toEqual({
      apiKey: "[secret]",
      chatUrl: "http://127.0.0.1:7860",
      sizes: [1, 2],
    });
    expect(show({ json: true, name: "apiKey", showSecrets: true })).toBe('"k0"');
  });

  it("names an output that is not there and those that are", () => {
    expect(() => show({ name: "toString" })).toThrow(
      'The stack has no output "toString"; it has apiKey, chatUrl, sizes',
    );
  });
});
