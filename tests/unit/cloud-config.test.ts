import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type CloudConfigArgs, cloudConfig } from "../../components/cloud-config";
import { parseCloudConfig } from "../../local/aws/ec2/cloud-config-document";
import { parseUnitFile } from "../../local/aws/ec2/unit-file";

const args: CloudConfigArgs = {
  region: "eu-central-1",
  bundle: { bucket: "files-1a2b3c4", key: "server/0123abcd.tgz" },
  siteFile: { bucket: "files-1a2b3c4", key: "server/4567cdef.json" },
  invokeUrl: "https://abc.execute-api.eu-central-1.amazonaws.com/v1",
  filesUrl: "https://files-1a2b3c4.s3.eu-central-1.amazonaws.com",
  keyParameterName: "/parley/dev/server-key",
  signIn: "key",
};

describe("cloudConfig", () => {
  it("begins with the line that makes it a cloud-config", () => {
    expect(cloudConfig(args).split("\n")[0]).toBe("#cloud-config");
  });

  it("fetches the bundle and the page's words, unpacks the bundle and starts the unit, with commands that need no shell", () => {
    expect(parse(cloudConfig(args)).runcmd).toEqual([
      [
        "aws",
        "s3",
        "cp",
        "--region",
        "eu-central-1",
        "s3://files-1a2b3c4/server/0123abcd.tgz",
        "/tmp/server.tgz",
      ],
      [
        "aws",
        "s3",
        "cp",
        "--region",
        "eu-central-1",
        "s3://files-1a2b3c4/server/4567cdef.json",
        "/etc/parley/site.json",
      ],
      ["mkdir", "-p", "/opt/parley"],
      ["tar", "-xzf", "/tmp/server.tgz", "-C", "/opt/parley"],
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", "--now", "parley.service"],
    ]);
  });

  it("tells the server its settings in an environment file", () => {
    const [file] = parse(cloudConfig(args)).write_files;
    expect(file).toEqual({
      path: "/etc/parley/server.env",
      permissions: "0644",
      content: [
        "HOST=0.0.0.0",
        "PORT=3000",
        "AWS_REGION=eu-central-1",
        "PARLEY_FILES_URL=https://files-1a2b3c4.s3.eu-central-1.amazonaws.com",
        "PARLEY_INVOKE_URL=https://abc.execute-api.eu-central-1.amazonaws.com/v1",
        "PARLEY_KEY_PARAMETER=/parley/dev/server-key",
        "PARLEY_SIGN_IN=key",
        "PARLEY_SITE_FILE=/etc/parley/site.json",
        "",
      ].join("\n"),
    });
  });

  it("runs the server as a unit that is always started again", () => {
    const document = parseCloudConfig(cloudConfig(args));
    expect(document.packages).toEqual(["nodejs24"]);
    expect(parseUnitFile(document.files[1]?.content ?? "")).toEqual({
      command: ["/usr/bin/node-24", "--enable-source-maps", "/opt/parley/main.js"],
      environmentFiles: ["/etc/parley/server.env"],
      environment: {},
      restart: "always",
      restartDelayMs: 1000,
    });
  });

  it("refuses a value that would make a line of its own", () => {
    expect(() => cloudConfig({ ...args, invokeUrl: "https://a\nLD_PRELOAD=/tmp/x" })).toThrow(
      'PARLEY_INVOKE_URL cannot be written to an environment file: "https://a\\nLD_PRELOAD=/tmp/x".',
    );
  });

  it("refuses user data over EC2's limit", () => {
    expect(() => cloudConfig({ ...args, keyParameterName: "x".repeat(16_384) })).toThrow(
      /^The user data has \d+ bytes; EC2 takes at most 16384\.$/,
    );
  });
});
