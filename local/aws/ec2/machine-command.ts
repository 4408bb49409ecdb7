import { createWriteStream } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { extract } from "tar";
import type { Machine } from "./machine";
import { startUnit } from "./start-unit";

type Program = (args: string[], machine: Machine) => Promise<void>;

/** Everything `runcmd` can run. */
const programs: Record<string, Program> = { aws, mkdir: makeFolder, tar, systemctl };

/** Runs a command of cloud-config on a machine. Throws for one that is not supported, naming it, and when it fails. */
export async function runMachineCommand(command: string[], machine: Machine): Promise<void> {
  const [name = "", ...args] = command;
  const program = programs[name];
  if (!program) throw unsupported(command, `known are ${Object.keys(programs).join(", ")}`);
  await program(args, machine);
}

/** `aws s3 cp [--region R] s3://BUCKET/KEY PATH`, with the rights of the machine's role. */
async function aws(args: string[], machine: Machine): Promise<void> {
  const [service, operation, ...rest] = args;
  const hasRegion = rest[0] === "--region";
  const [source = "", path = "", ...others] = hasRegion ? rest.slice(2) : rest;
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(source) ?? [];
  if (service !== "s3" || operation !== "cp" || !bucket || !key || others.length > 0) {
    throw unsupported(["aws", ...args], "known is aws s3 cp [--region R] s3://BUCKET/KEY PATH");
  }
  const { accessKeyId, secretAccessKey, sessionToken } = machine.credentials();
  const client = new S3Client({
    endpoint: machine.endpoint,
    region: (hasRegion && rest[1]) || machine.place.region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!Body) throw new Error("the object has no content");
    const target = machine.disk.path(path);
    await mkdir(machine.disk.path("/tmp"), { recursive: true });
    await pipeline(Body as Readable, createWriteStream(target));
  } catch (error) {
    throw new Error(`${source} cannot be fetched: ${(error as Error).message}`, { cause: error });
  } finally {
    client.destroy();
  }
}

/** `mkdir -p PATH` */
async function makeFolder(args: string[], machine: Machine): Promise<void> {
  const [flag, path, ...others] = args;
  if (flag !== "-p" || !path || others.length > 0) {
    throw unsupported(["mkdir", ...args], "known is mkdir -p PATH");
  }
  await mkdir(machine.disk.path(path), { recursive: true });
}

/** `tar -xzf ARCHIVE -C FOLDER` */
async function tar(args: string[], machine: Machine): Promise<void> {
  const [flags, archive, change, folder, ...others] = args;
  if (flags !== "-xzf" || !archive || change !== "-C" || !folder || others.length > 0) {
    throw unsupported(["tar", ...args], "known is tar -xzf ARCHIVE -C FOLDER");
  }
  const cwd = machine.disk.path(folder);
  await access(cwd);
  await extract({ file: machine.disk.path(archive), cwd, strict: true });
}

/** `systemctl daemon-reload`, `systemctl start UNIT`, `systemctl enable [--now] UNIT` */
async function systemctl(args: string[], machine: Machine): Promise<void> {
  const [verb, ...operands] = args;
  const now = operands[0] === "--now";
  const [unit, ...others] = now ? operands.slice(1) : operands;
  if (verb === "daemon-reload" && operands.length === 0) return;
  if ((verb === "start" || verb === "enable") && unit && others.length === 0) {
    if (verb === "start" || now) await startUnit(machine, unit);
    return;
  }
  throw unsupported(["systemctl", ...args], "known are daemon-reload, start UNIT, enable [--now] UNIT");
}

function unsupported(command: string[], known: string): Error {
  return new Error(`The command "${command.join(" ")}" is not supported by the embedded EC2; ${known}.`);
}
