/** The browser tests run against the site that `npm test` opened; three at a time, each in organizations of its own. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

// The tests use the app's own verbs, whose log belongs to the app.
process.env.LOG_LEVEL ??= "silent";

const root = fileURLToPath(new URL("..", import.meta.url));

// Chromium asks its maker's servers for updates at every start; on a closed network each question costs a time-out.
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];

export default defineConfig({
  testDir: `${root}tests/e2e`,
  testMatch: /\.(test|spec)\.ts$/,
  outputDir: `${root}test-results`,
  // One more than the reference machine's cores: there is always one that waits for the app or an animation.
  workers: 3,
  fullyParallel: true,
  // Two cores carry a browser, the app, a database and a store: one late answer is not a defect, two are.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  globalTimeout: 15 * 60_000,
  reporter: [["list"], ["json"]],
  use: {
    baseURL: process.env.APP_URL,
    screenshot: "only-on-failure",
    // Taken of every test a trace costs a fifth of the processors' time; whatever fails is tried again and shows itself
    // then.
    trace: "on-first-retry",
    // A new page is a new process, which costs more than most tests do in it; what a test left behind is cleared.
    reuseContext: true,
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu", "--no-first-run", ...quiet],
    },
  },
});
