import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  buildBundles,
  fileReaderBundle,
  lambdaBundle,
  lambdaNames,
  serverBundlePath,
} from "../components/bundles";

const programDir = resolve(__dirname, "..");
const start = performance.now();
const built = buildBundles(programDir);
const ms = Math.round(performance.now() - start);
console.log(built ? `Built in ${ms} ms:` : "Up to date:");

const bundles = [...lambdaNames.map(lambdaBundle), fileReaderBundle, serverBundlePath];
for (const bundle of bundles) {
  const kilobytes = Math.ceil(statSync(join(programDir, bundle)).size / 1_000);
  console.log(`${String(kilobytes).padStart(7)} kB  ${bundle}`);
}
