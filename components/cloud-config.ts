import { stringify } from "yaml";

/** Where the server listens on the instance. */
export const serverPort = 3000;

/** Beside the environment file; user data itself has no room for it. */
const siteFilePath = "/etc/parley/site.json";

/** EC2's limit for user data, before base64. */
const maxUserDataBytes = 16_384;

/** What differs from one server to the next. Nothing of it is secret: user data can be read by every process. */
export interface CloudConfigArgs {
  region: string;
  /** The bundle, a gzipped tar archive with `main.js` at its root. */
  bundle: { bucket: string; key: string };
  /** The file that says what the page shows, as JSON. */
  siteFile: { bucket: string; key: string };
  /** The bucket that the page may send files to and show images from. */
  filesUrl: string;
  /** The API that the server relays to. */
  invokeUrl: string;
  /** Name of the SSM parameter that holds the server's API key. */
  keyParameterName: string;
  /** `key`: nobody gets in without an API key. `none`: everybody who reaches the page is let in. */
  signIn: "key" | "none";
}

/**
 * The cloud-config document that makes a chat server of a bare Amazon Linux 2023.
 *
 * Commands are lists, never shell text, so that no value can break out of its place.
 *
 * @throws when a value does not fit on a line of an environment file, or the document is over 16 KiB.
 */
export function cloudConfig(args: CloudConfigArgs): string {
  const archive = "/tmp/server.tgz";
  const fetch = ({ bucket, key }: { bucket: string; key: string }, path: string) => [
    "aws",
    "s3",
    "cp",
    "--region",
    args.region,
    `s3://${bucket}/${key}`,
    path,
  ];
  const document = {
    packages: ["nodejs24"],
    write_files: [
      { path: "/etc/parley/server.env", permissions: "0644", content: environmentFile(args) },
      { path: "/etc/systemd/system/parley.service", permissions: "0644", content: unitFile },
    ],
    runcmd: [
      fetch(args.bundle, archive),
      fetch(args.siteFile, siteFilePath),
      ["mkdir", "-p", "/opt/parley"],
      ["tar", "-xzf", archive, "-C", "/opt/parley"],
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", "--now", "parley.service"],
    ],
  };
  const text = `#cloud-config\n${stringify(document, { lineWidth: 0 })}`;
  const bytes = Buffer.byteLength(text);
  if (bytes > maxUserDataBytes) {
    throw new Error(`The user data has ${bytes} bytes; EC2 takes at most ${maxUserDataBytes}.`);
  }
  return text;
}

function environmentFile(args: CloudConfigArgs): string {
  const variables = {
    HOST: "0.0.0.0",
    PORT: String(serverPort),
    AWS_REGION: args.region,
    PARLEY_FILES_URL: args.filesUrl,
    PARLEY_INVOKE_URL: args.invokeUrl,
    PARLEY_KEY_PARAMETER: args.keyParameterName,
    PARLEY_SIGN_IN: args.signIn,
    PARLEY_SITE_FILE: siteFilePath,
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${plainValue(name, value)}\n`)
    .join("");
}

/** systemd reads quotes, backslashes, comments and line ends in a special way: such values are refused. */
function plainValue(name: string, value: string): string {
  if (!/^[\w.:/@%+=,?&~-]+$/.test(value)) {
    throw new Error(`${name} cannot be written to an environment file: ${JSON.stringify(value)}.`);
  }
  return value;
}

// Without StartLimitIntervalSec=0 systemd gives up after five starts within ten seconds.
// MemoryDenyWriteExecute has to stay off: the JIT of V8 needs such pages.
// 120 s to stop, as the target group's deregistration delay: running replies come to their end.
const unitFile = `[Unit]
Description=Parley chat server
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=simple
DynamicUser=yes
EnvironmentFile=/etc/parley/server.env
ExecStart=/usr/bin/node-24 --enable-source-maps /opt/parley/main.js
Restart=always
RestartSec=1
KillSignal=SIGTERM
TimeoutStopSec=120
LimitNOFILE=65536
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
LockPersonality=yes
CapabilityBoundingSet=

[Install]
WantedBy=multi-user.target
`;
