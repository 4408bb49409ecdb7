import { describe, expect, it } from "vitest";
import { parseCloudConfig } from "../../local/aws/ec2/cloud-config-document";
import { parseEnvironment, parseUnitFile } from "../../local/aws/ec2/unit-file";

describe("parseCloudConfig", () => {
  it.each([
    ["#!/bin/bash\n", /has to begin with a line "#cloud-config"; this begins with "#!\/bin\/bash\\n"/],
    ["#cloud-config\nusers: []\n", /The document of the user data holds "users"/],
    ["#cloud-config\npackages: nodejs24\n", /packages of the user data has to be a list/],
    ["#cloud-config\nruncmd:\n  - echo hello\n", /runcmd\[0\] is shell text \("echo hello"\)/],
    ["#cloud-config\nruncmd:\n  - [sleep, 1]\n", /runcmd\[0\]\[1\] of the user data has to be a string/],
    [
      "#cloud-config\nwrite_files:\n  - {path: /a, owner: root}\n",
      /write_files\[0\] of the user data holds "owner"/,
    ],
  ])("refuses %j, saying why", (userData, message) => {
    expect(() => parseCloudConfig(userData)).toThrow(message);
  });

  it("reads the permissions of a file as octal", () => {
    const userData = '#cloud-config\nwrite_files:\n  - {path: /a, content: b, permissions: "0600"}\n';
    expect(parseCloudConfig(userData).files).toEqual([{ path: "/a", content: "b", permissions: 0o600 }]);
  });
});

describe("parseUnitFile", () => {
  it("refuses a setting that it does not know", () => {
    expect(() => parseUnitFile("[Service]\nExecStart=/bin/a\nExecStartPre=/bin/b\n")).toThrow(
      "The setting Service.ExecStartPre=/bin/b is not supported.",
    );
  });

  it("reads environment and durations", () => {
    const unit = parseUnitFile(
      "[Service]\nEnvironment=A=1 B=2\nExecStart=/bin/a b\nRestart=on-failure\nRestartSec=250ms\n",
    );
    expect(unit).toMatchObject({
      environment: { A: "1", B: "2" },
      restart: "on-failure",
      restartDelayMs: 250,
    });
  });

  it("refuses a unit that runs nothing", () => {
    expect(() => parseUnitFile("[Unit]\nDescription=x\n")).toThrow("The unit has no ExecStart.");
  });
});

describe("parseEnvironment", () => {
  it("skips comments and refuses quotes", () => {
    expect(parseEnvironment("# comment\nA=b=c\n")).toEqual({ A: "b=c" });
    expect(() => parseEnvironment('A="b"')).toThrow('Not supported as an environment variable: A="b"');
  });
});
