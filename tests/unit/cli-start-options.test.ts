import path from "node:path";

import { describe, expect, it } from "vitest";

import { parseStartOptions } from "../../local/cli/start-options";
import { UsageError } from "../../local/cli/usage-error";

const parse = (argv: string[], env: NodeJS.ProcessEnv = {}) => parseStartOptions(argv, env, "/program");

describe("parseStartOptions", () => {
  it("has defaults for everything", () => {
    expect(parse([])).toEqual({
      help: false,
      ports: { chat: 7860, invoke: 7861, aws: 7862 },
      dataDir: path.join("/program", ".parley"),
      config: { "parley:signIn": "none" },
      reset: false,
    });
  });

  it("reads every option", () => {
    const argv = [
      "--port",
      "9000",
      "--data",
      "/d",
      "--config",
      "a:b=c=d",
      "--config",
      "store=aurora",
      "--reset",
    ];
    expect(parse(argv)).toEqual({
      help: false,
      ports: { chat: 9000, invoke: 9001, aws: 9002 },
      dataDir: "/d",
      config: { "parley:signIn": "none", "a:b": "c=d", "parley:store": "aurora" },
      reset: true,
    });
    expect(parse(["--port", "0"]).ports).toEqual({ chat: 0, invoke: 0, aws: 0 });
  });

  it("asks for a key with --auth, whatever the config says", () => {
    expect(parse(["--auth", "--config", "signIn=none"]).config).toEqual({ "parley:signIn": "key" });
    expect(parse(["--config", "parley:signIn=key"]).config).toEqual({ "parley:signIn": "key" });
  });

  it("takes the model from the environment", () => {
    const env = { PARLEY_MODEL_URL: "http://127.0.0.1:11434/v1", PARLEY_MODEL: "m", PARLEY_MODEL_KEY: "k" };
    expect(parse([], env).model).toEqual({ url: "http://127.0.0.1:11434/v1", model: "m", key: "k" });
  });

  it.each([
    [["--port", "x"], '--port must be a whole number from 1 to 65533, or 0 for free ports, not "x"'],
    [["--port", "65534"], '--port must be a whole number from 1 to 65533, or 0 for free ports, not "65534"'],
    [["--config", "novalue"], '--config must be KEY=VALUE, not "novalue"'],
    [["--nope"], "Unknown option '--nope'"],
    [["extra"], "Unexpected argument 'extra'"],
  ])("refuses %j", (argv, message) => {
    expect(() => parse(argv)).toThrow(UsageError);
    expect(() => parse(argv)).toThrow(message);
  });

  it("refuses a model URL that is none", () => {
    expect(() => parse([], { PARLEY_MODEL_URL: "localhost:11434" })).toThrow(
      'PARLEY_MODEL_URL must be a http or https URL, not "localhost:11434"',
    );
  });
});
