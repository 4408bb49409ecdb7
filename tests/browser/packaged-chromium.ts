import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { devDependencies } from "../../package.json";
import type { ChromiumStart } from "./chromium";

const caches = path.join(__dirname, "../../node_modules/.cache");

/**
 * The headless Chromium that comes inside an npm package, which is made for Lambda: it brings along the libraries that
 * a bare machine lacks. Only for Linux on x64. Unpacked once, which takes some seconds.
 */
export async function packagedChromium(): Promise<ChromiumStart> {
  const folder = path.join(caches, `chromium-${devDependencies["@sparticuz/chromium"]}`);
  if (!existsSync(folder)) await unpack(folder);
  return {
    executablePath: path.join(folder, "chromium"),
    // It has no sandbox helper, and starts sooner without the process that is there to start others.
    args: ["--no-zygote", "--disable-webgl"],
    env: {
      LD_LIBRARY_PATH: path.join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: path.join(folder, "fonts.conf"),
    },
  };
}

/** All or nothing: two may do so at once, and one may be ended in the middle of it. */
async function unpack(folder: string): Promise<void> {
  mkdirSync(caches, { recursive: true });
  const unpacked = mkdtempSync(`${folder}-`);
  await inEnvironment({ TMPDIR: unpacked, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" }, async () => {
    const { default: packaged } = await import("@sparticuz/chromium");
    await packaged.executablePath();
  });
  writeFileSync(path.join(unpacked, "fonts.conf"), fontsOf(folder));
  try {
    renameSync(unpacked, folder);
  } catch (error) {
    rmSync(unpacked, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

/** The package looks for where it shall unpack to, and what, in the environment. */
async function inEnvironment(values: Record<string, string>, task: () => Promise<void>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, values);
  try {
    await task();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** The machine's fonts, and the package's for one that has none; the package's own file knows only `/tmp`. */
function fontsOf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${path.join(folder, "fonts")}</dir>
  <cachedir>${path.join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`;
}
