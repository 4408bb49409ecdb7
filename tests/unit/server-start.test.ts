import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../runtime/server/environment";
import { retrying } from "../../runtime/server/key-parameter";
import { createProxyTrust } from "../../runtime/server/proxies";
import { loadServerKey } from "../../runtime/server/server-key";

const complete = {
  HOST: "127.0.0.1",
  PORT: "3000",
  AWS_REGION: "eu-central-1",
  PARLEY_INVOKE_URL: "https://abc.execute-api.eu-central-1.amazonaws.com/live",
  PARLEY_FILES_URL: "https://files-1a2b3c4.s3.eu-central-1.amazonaws.com",
  PARLEY_KEY_PARAMETER: "/parley/server-key",
  PARLEY_SIGN_IN: "key",
  PARLEY_SITE_FILE: "/etc/parley/site.json",
};

describe("the server's environment", () => {
  it("is read when it is complete", () => {
    expect(readEnvironment(complete)).toEqual({
      host: "127.0.0.1",
      port: 3000,
      region: "eu-central-1",
      invokeUrl: new URL(complete.PARLEY_INVOKE_URL),
      filesUrl: new URL(complete.PARLEY_FILES_URL),
      keyParameter: "/parley/server-key",
      signIn: "key",
      siteFile: "/etc/parley/site.json",
    });
  });

  it.each(Object.keys(complete))("is refused without %s, by name", (name) => {
    expect(() => readEnvironment({ ...complete, [name]: undefined })).toThrow(
      `${name} is missing; it has to be `,
    );
  });

  it.each([
    ["PORT", "65536"],
    ["PORT", "3000x"],
    ["PARLEY_INVOKE_URL", "ftp://host/"],
    ["PARLEY_INVOKE_URL", "host"],
    ["PARLEY_SIGN_IN", "yes"],
    ["AWS_REGION", "Frankfurt"],
  ])("is refused with %s=%s, by name and value", (name, value) => {
    expect(() => readEnvironment({ ...complete, [name]: value })).toThrow(
      `${name} is "${value}"; it has to be `,
    );
  });

  it("names everything that is wrong at once", () => {
    expect(() => readEnvironment({ ...complete, PORT: "x", HOST: "" })).toThrow(
      /HOST is missing.*\nPORT is "x"/,
    );
  });
});

describe("the server's key", () => {
  it("is read again after a failure, ever more slowly", async () => {
    const waits: number[] = [];
    const failures: unknown[] = [];
    let tries = 0;
    const key = await retrying(
      async () => {
        tries += 1;
        if (tries < 4) throw new Error(`try ${tries}`);
        return "pk";
      },
      { sleep: async (ms) => void waits.push(ms), onFailure: (error) => failures.push(error) },
    );
    expect(key).toBe("pk");
    expect(waits).toEqual([1_000, 2_000, 4_000]);
    expect(failures).toHaveLength(3);
  });

  it("is given up after ten tries, with the last failure", async () => {
    let tries = 0;
    const failing = async () => {
      tries += 1;
      throw new Error(`try ${tries}`);
    };
    await expect(retrying(failing, { sleep: async () => {}, onFailure: () => {} })).rejects.toThrow("try 10");
  });

  it("stays when it cannot be read again", async () => {
    let reads = 0;
    let now = 0;
    const key = await loadServerKey({
      clock: () => now,
      load: async () => {
        reads += 1;
        if (reads > 1) throw new Error("SSM is away");
        return "pk";
      },
    });
    now = 60_000;
    expect(await key.renew("pk")).toBe(false);
    expect(key.current()).toBe("pk");
  });

  it("is read once for all requests that were refused together", async () => {
    let reads = 0;
    let now = 0;
    const load = async () => `pk-${(reads += 1)}`;
    const key = await loadServerKey({ clock: () => now, load });
    now = 60_000;
    expect(await Promise.all([key.renew("pk-1"), key.renew("pk-1"), key.renew("pk-1")])).toEqual([
      true,
      true,
      true,
    ]);
    expect(key.current()).toBe("pk-2");
  });
});

describe("the trust in proxies", () => {
  it.each([
    ["10.1.2.3", 0, true],
    ["172.31.0.1", 1, true],
    ["192.168.1.1", 1, true],
    ["127.0.0.1", 0, true],
    ["::1", 0, true],
    ["10.1.2.3", 2, false],
    ["203.0.113.9", 0, false],
    ["172.32.0.1", 0, false],
    ["2001:db8::1", 1, false],
  ])("says of %s at hop %i: %s", (address, hop, trusted) => {
    expect(createProxyTrust()(address, hop)).toBe(trusted);
  });
});
