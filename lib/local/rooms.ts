/** What each part of the house is: its program, its port and what it is told. */
import { join } from "node:path";
import { root } from "./folder";
import type { Room } from "./house";
import { innerAddress, listenHost } from "./surroundings";

const loopback = "127.0.0.1";
const typescript = (file: string) => ["--import", "tsx", join(root, file)];

/** The built app, or with `reload` the one that follows the sources. */
export function appRoom(port: number, reload = false): Room {
  const command = [join(root, "node_modules/next/dist/bin/next"), reload ? "dev" : "start"];
  return {
    name: "app",
    ports: [port],
    words: [...command, "--port", String(port), "--hostname", listenHost()],
    env: { NODE_ENV: reload ? "development" : "production", PORT: String(port) },
    asks: `${innerAddress(port)}/api/health`,
    loud: reload,
  };
}

export function engineRoom(port: number, appPort: number): Room {
  return {
    name: "job engine",
    ports: [port],
    words: typescript("lib/local/engine/main.ts"),
    env: { ENGINE_PORT: String(port), ENGINE_APP_URL: `${innerAddress(appPort)}/api/inngest` },
    asks: `http://${loopback}:${port}/`,
  };
}

/** `live` makes people buy and unsubscribe while one watches. `data` is the file where it remembers. */
export function demoStoreRoom(port: number, data: string, live: boolean): Room {
  return {
    name: "demo store",
    ports: [port],
    words: typescript("lib/local/demo-store/main.ts"),
    env: { DEMO_STORE_PORT: String(port), DEMO_STORE_DATA: data, DEMO_STORE_LIVE: live ? "1" : "" },
    asks: `http://${loopback}:${port}/wp-json/`,
  };
}

/** `folder` keeps the mails from one start to the next. */
export function mailRoom(smtp: number, web: number, folder: string): Room {
  const words = ["--smtp", smtp, "--ip", loopback, "--web", web, "--web-ip", loopback, "--mail-directory", folder];
  return {
    name: "mail catcher",
    ports: [smtp, web],
    words: [join(root, "node_modules/maildev/dist/bin/maildev.js"), ...words.map(String), "--max-emails", "500"],
    asks: `http://${loopback}:${web}/api/healthz`,
  };
}
