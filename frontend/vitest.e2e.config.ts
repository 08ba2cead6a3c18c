import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ["e2e/**/*.test.ts"],
    globalSetup: ["e2e/setup.ts"],
    environment: "node",
    // A busy machine may be slow; a wrong page stays wrong.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
    // The tests are the steps of one way: what follows a failed step would only repeat its failure.
    bail: 1,
    fileParallelism: false,
  },
});
