/** The browser tests run against the site that `npm test` opened; one at a time, for they share two cores with it. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const root = fileURLToPath(new URL("..", import.meta.url));

// Chromium asks its maker's servers for updates at every start; on a closed network each question costs a time-out.
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];

export default defineConfig({
  testDir: `${root}tests/e2e`,
  testMatch: /\.(test|spec)\.ts$/,
  outputDir: `${root}test-results`,
  workers: 1,
  retries: 0,
  timeout: 90_000,
  globalTimeout: 10 * 60_000,
  reporter: [["list"], ["json"]],
  use: {
    baseURL: process.env.APP_URL,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu", "--no-first-run", ...quiet],
    },
  },
});
