import { buildSync } from "esbuild";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
// oxlint-disable-next-line no-restricted-imports -- how the page is built is the page's own knowledge
import { buildUi } from "../ui/build";
import { buildOnce, fingerprint } from "./build-stamp";
import { bundleOptions } from "./bundle-options";
import { buildServerFolder, packFolder } from "./server-bundle";

/** The functions that have a bundle of their own. */
export const lambdaNames = [
  "chat",
  "chat-aurora",
  "openai",
  "openai-aurora",
  "conversations",
  "conversations-aurora",
  "files",
  "files-aurora",
  "keys",
  "authorizer",
  "migrate",
] as const;
export type LambdaName = (typeof lambdaNames)[number];

/** Path of a function's bundle, relative to the program; its source map lies beside it as `.map`. */
export function lambdaBundle(name: LambdaName): string {
  return `./dist/lambda/${name}.js`;
}

/** Path of the thread that reads files, relative to the program: it travels with the functions that run turns. */
export const fileReaderBundle = "./dist/lambda/file-reader.js";

/** Path of the server's bundle, relative to the program: a gzipped tar archive with `main.js` at its root. */
export const serverBundlePath = "./dist/server.tgz";

/** What the bundles are made of, these instructions included. */
const sources = [
  "runtime/**/*",
  "ui/**/*",
  "components/{bundles,bundle-options,build-stamp,server-bundle}.ts",
  "package-lock.json",
];

/**
 * Builds what the program uploads into `dist/`, when it is missing or made of other sources. Synchronous, since
 * resources are declared right after.
 *
 * @returns whether anything was built.
 * @throws Error with esbuild's messages when the sources do not compile.
 */
export function buildBundles(programDir: string): boolean {
  const dist = join(programDir, "dist");
  // The server's bundle carries native code for this platform too.
  const platform = `${process.platform}-${process.arch}`;
  return buildOnce(dist, fingerprint(programDir, sources, platform), () => {
    for (const output of ["lambda", "ui", "server", "server.tgz"]) {
      rmSync(join(dist, output), { recursive: true, force: true });
    }
    buildSync({
      ...bundleOptions(programDir),
      entryPoints: [...lambdaNames, "file-reader"].map((name) => `runtime/lambda/${name}.ts`),
      outdir: join(dist, "lambda"),
      alias: {
        "@aws-sdk/credential-provider-node": "./runtime/lambda/environment-credentials.ts",
        // What presigns brings a client of its own, of another version, when they are not released together.
        "@aws-sdk/client-s3": "./node_modules/@aws-sdk/client-s3",
      },
    });
    buildUi(join(dist, "ui"));
    const serverDir = join(dist, "server");
    buildServerFolder(programDir, serverDir);
    cpSync(join(dist, "ui"), join(serverDir, "ui"), { recursive: true });
    packFolder(serverDir, join(programDir, serverBundlePath));
  });
}
