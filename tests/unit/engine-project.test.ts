import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { readProject } from "../../local/engine/project";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "project-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

describe("readProject", () => {
  it("reads name, entry and config, with structured values as JSON", async () => {
    write("Pulumi.yaml", "name: shop\nmain: index.ts\nconfig:\n  colour: { default: red }\n  size: 3\n");
    write("Pulumi.dev.yaml", "config:\n  aws:region: eu-west-1\n  shop:size: 4\n  shop:tags: { a: b }\n");
    expect(await readProject(folder, "dev")).toEqual({
      name: "shop",
      stack: "dev",
      entry: "index.ts",
      config: { "shop:colour": "red", "shop:size": "4", "aws:region": "eu-west-1", "shop:tags": '{"a":"b"}' },
      secretKeys: [],
    });
  });

  it("needs no stack file", async () => {
    write("Pulumi.yaml", "name: shop\n");
    expect(await readProject(folder, "other", { size: "5" })).toEqual({
      name: "shop",
      stack: "other",
      entry: ".",
      config: { "shop:size": "5" },
      secretKeys: [],
    });
  });

  it("names the key of a secure value that it cannot decrypt", async () => {
    write("Pulumi.yaml", "name: shop\n");
    write("Pulumi.dev.yaml", "config:\n  shop:token:\n    secure: AAABAK\n");
    await expect(readProject(folder, "dev")).rejects.toThrow(
      `shop:token in ${path.join(folder, "Pulumi.dev.yaml")} is a secure value, which only the Pulumi CLI can decrypt. ` +
        "For a local run give it a value of its own: --config shop:token=VALUE",
    );
  });

  it("takes an override of a secure value as a secret", async () => {
    write("Pulumi.yaml", "name: shop\n");
    write("Pulumi.dev.yaml", "config:\n  shop:token:\n    secure: AAABAK\n");
    const project = await readProject(folder, "dev", { token: "t0" });
    expect(project.config).toEqual({ "shop:token": "t0" });
    expect(project.secretKeys).toEqual(["shop:token"]);
  });

  it("names the project file that is missing", async () => {
    await expect(readProject(folder, "dev")).rejects.toThrow(
      `${path.join(folder, "Pulumi.yaml")} is missing`,
    );
  });

  it("names the file that is no YAML", async () => {
    write("Pulumi.yaml", "name: [\n");
    await expect(readProject(folder, "dev")).rejects.toThrow(path.join(folder, "Pulumi.yaml"));
  });
});
