import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";

const systemBrowsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

// Without the last ones it asks for updates, and for hosts that a closed network does not have.
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * A headless Chromium: `PARLEY_CHROMIUM`, else the system's, else the one that comes inside an npm package.
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.PARLEY_CHROMIUM ?? systemBrowsers.find((file) => existsSync(file));
  if (executablePath) return chromium.launch({ executablePath, args: flags });
  return launchPackaged();
}

/** The package is made for Lambda, where it brings along the libraries that a bare machine lacks as well. */
async function launchPackaged(): Promise<Browser> {
  process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs24.x";
  const { default: packaged } = await import("@sparticuz/chromium");
  const executablePath = await packaged.executablePath();
  delete process.env.AWS_EXECUTION_ENV;
  const libraries = path.join(tmpdir(), "al2023", "lib");
  return chromium.launch({
    executablePath,
    args: [...flags, "--no-zygote", "--disable-webgl"],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: libraries,
      FONTCONFIG_PATH: path.join(tmpdir(), "fonts"),
    },
  });
}
