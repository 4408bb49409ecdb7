import { defineConfig } from "vitest/config";

// The folders differ in what has to stand before their first test; see STYLE of tests in docs/architecture.md.
export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // As patient as waiting for what is on the page is: one second is nothing on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/unit/**/*.test.ts"] } },
      { extends: true, test: { name: "services", include: ["tests/services/**/*.test.ts"] } },
      {
        extends: true,
        test: { name: "stack", include: ["tests/stack/**/*.test.ts"], globalSetup: "tests/stack/setup.ts" },
      },
      {
        extends: true,
        test: { name: "local", include: ["tests/local/**/*.test.ts"], globalSetup: "tests/local/setup.ts" },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          globalSetup: ["tests/local/setup.ts", "tests/browser/setup.ts"],
        },
      },
    ],
  },
});
