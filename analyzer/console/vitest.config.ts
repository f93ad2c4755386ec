import { defineConfig } from "vitest/config";

// Tests read the contract and the data of the project beside the console.
export default defineConfig({
  server: { fs: { allow: ["../.."] } },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
