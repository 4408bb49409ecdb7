import { describe, expect, it } from "vitest";

import {
  carrySecrets,
  containsSecret,
  plain,
  reference,
  secret,
  sendable,
  signatureKey,
  signatures,
} from "../../local/engine/wire";

const output = (rest: object) => ({ [signatureKey]: signatures.output, ...rest });

describe("plain", () => {
  it("takes secrets and output values off at any depth", () => {
    const value = { a: [secret({ b: secret(1) }), output({ value: secret("x"), secret: true })] };
    expect(plain(value)).toEqual({ a: [{ b: 1 }, "x"] });
  });

  it("turns a resource reference into its id, or its URN when it has none", () => {
    expect(plain([reference("urn:a", "id-a"), reference("urn:b")])).toEqual(["id-a", "urn:b"]);
  });

  it("frees an archive of the secret around it and leaves it a wire object", () => {
    const archive = { [signatureKey]: signatures.archive, path: "dist" };
    expect(plain({ code: secret(archive) })).toEqual({ code: archive });
  });

  it("refuses an output value that is not known", () => {
    expect(() => plain(output({}))).toThrow("An unknown value cannot be used in a local deployment");
  });
});

describe("containsSecret", () => {
  it("finds a secret inside lists and objects", () => {
    expect(containsSecret({ a: [{ b: secret(1) }] })).toBe(true);
    expect(containsSecret({ a: [{ b: output({ value: 1 }) }] })).toBe(false);
  });
});

describe("carrySecrets", () => {
  it("marks in the outputs what was secret in the inputs, at the same place", () => {
    const inputs = { open: 1, password: secret("p"), env: { plain: "a", key: secret("k") } };
    const outputs = { open: 1, password: "p", env: { plain: "a", key: "k" }, arn: "arn" };
    expect(carrySecrets(outputs, inputs)).toEqual({
      open: 1,
      password: secret("p"),
      env: { plain: "a", key: secret("k") },
      arn: "arn",
    });
  });

  it("marks a list as a whole when it no longer has the length of the secret one", () => {
    expect(carrySecrets([1, 2], [secret(1)])).toEqual(secret([1, 2]));
    expect(carrySecrets([1, 2], [1, secret(2)])).toEqual([1, secret(2)]);
  });

  it("does not wrap a secret of the provider again", () => {
    expect(carrySecrets({ value: secret("v") }, { value: secret("v") })).toEqual({ value: secret("v") });
  });
});

describe("sendable", () => {
  it("leaves undefined entries out", () => {
    expect(sendable({ a: undefined, b: { c: undefined, d: null } })).toEqual({ b: { d: null } });
  });

  it("names the place of a value that JSON cannot hold", () => {
    expect(() => sendable({ a: [{ when: new Date(0) }] })).toThrow(
      "Property a[0].when cannot be sent to the program: 1970-01-01T00:00:00.000Z",
    );
    expect(() => sendable({ n: Number.NaN })).toThrow("Property n cannot be sent to the program: NaN");
  });
});
