import { defineConfig } from "vitest/config";

// The folders differ in what has to stand before their first test; see STYLE of tests in docs/architecture.md. Files
// of most share a process, which halves what a test costs that needs little: none may leave anything behind. The stack
// project's are apart, since Pulumi's runtime keeps what it knows in its modules.
export default defineConfig({
  test: {
    pool: "forks",
    // One more than the processors of a small machine: many tests wait for words that come at a pace.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // As patient as waiting for what is on the page is: one second is nothing on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/unit/**/*.test.ts"], isolate: false } },
      { extends: true, test: { name: "services", include: ["tests/services/**/*.test.ts"], isolate: false } },
      {
        extends: true,
        test: { name: "stack", include: ["tests/stack/**/*.test.ts"], globalSetup: "tests/stack/setup.ts" },
      },
      {
        extends: true,
        test: {
          name: "local",
          include: ["tests/local/**/*.test.ts"],
          isolate: false,
          globalSetup: "tests/local/setup.ts",
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          isolate: false,
          globalSetup: ["tests/local/setup.ts", "tests/browser/setup.ts"],
        },
      },
    ],
  },
});
