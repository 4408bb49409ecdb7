import type { BuildOptions } from "esbuild";

/** How everything that runs in Node is bundled: one file with all of its packages. */
export function bundleOptions(programDir: string): BuildOptions {
  return {
    absWorkingDir: programDir,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    minify: true,
    // For stack traces: without the sources themselves, which would triple the size.
    sourcemap: "linked",
    sourcesContent: false,
    // The ES modules of a package first: only they can be shaken.
    mainFields: ["module", "main"],
    logLevel: "warning",
  };
}
