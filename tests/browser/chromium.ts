import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { packagedChromium } from "./packaged-chromium";

const installedBrowsers = [
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

/** How a Chromium is started. */
export interface ChromiumStart {
  executablePath: string;
  /** Besides those that every one is given. */
  args?: string[];
  /** Besides the environment of this process. */
  env?: Record<string, string>;
}

/**
 * The one to test with: `PARLEY_CHROMIUM`, else the one of an npm package, the same for all and three times lighter for
 * each page than one with a window, else the machine's.
 */
export async function testedChromium(): Promise<ChromiumStart> {
  const isPackaged = process.platform === "linux" && process.arch === "x64";
  return chosen() ?? (isPackaged ? packagedChromium() : (installed() ?? packagedChromium()));
}

/** The one to measure with: `PARLEY_CHROMIUM`, else the machine's, which readers have, else the one of an npm package. */
export async function measuredChromium(): Promise<ChromiumStart> {
  return chosen() ?? installed() ?? packagedChromium();
}

/** Starts a headless Chromium. */
export async function launchChromium({ executablePath, args = [], env }: ChromiumStart): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...flags, ...args], env: { ...process.env, ...env } });
}

function chosen(): ChromiumStart | undefined {
  const executablePath = process.env.PARLEY_CHROMIUM;
  return executablePath ? { executablePath } : undefined;
}

function installed(): ChromiumStart | undefined {
  const executablePath = installedBrowsers.find((file) => existsSync(file));
  return executablePath ? { executablePath } : undefined;
}
