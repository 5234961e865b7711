/** Ports of the parts: last time's if it is free, else the usual one, else the next free one above it. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { type Folder, writeWhole } from "./folder";
import { Plainly } from "./plainly";

const Kept = z.record(z.string(), z.number());

/** Chosen ports are kept occupied until their part opens, or a second clone that starts now would choose them too. */
const held = new Map<number, Server>();

/** A store remembers the address of a webhook, so a part keeps its port from one start to the next where it can. */
export async function portFor(folder: Folder, part: string, usual: number): Promise<number> {
  const { [part]: last, ...others } = kept(folder);
  const taken = Object.values(others);
  const above = Array.from({ length: 200 }, (_, step) => usual + step);
  for (const port of [...(last ? [last] : []), ...above]) {
    if (taken.includes(port) || !(await hold(port, "127.0.0.1"))) continue;
    keep(folder, part, port);
    return port;
  }
  throw new Plainly(`None of the ports ${usual} to ${usual + 199} is free for the ${part}.`);
}

/** The app's own port is the one that people have in their bookmarks: it never moves by itself. */
export async function appPort(folder: Folder, wanted: string | undefined): Promise<number> {
  const port = Number(wanted || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Plainly(`PORT is not a port number: ${wanted}.`);
  if (!(await hold(port))) {
    throw new Plainly(`Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`);
  }
  keep(folder, "app", port);
  return port;
}

/** Gives up a held port, for the part that opens on it now. */
export async function letGo(port: number) {
  const server = held.get(port);
  if (!server) return;
  held.delete(port);
  server.close();
  await once(server, "close");
}

/** Without a `host` the port must be free at every address. */
async function hold(port: number, host?: string): Promise<boolean> {
  const server = createServer((visitor) => visitor.destroy());
  try {
    await once(server.listen({ port, host }), "listening");
  } catch {
    return false;
  }
  held.set(port, server);
  return true;
}

function kept(folder: Folder): z.infer<typeof Kept> {
  try {
    return Kept.parse(JSON.parse(readFileSync(fileOf(folder), "utf8")));
  } catch {
    return {};
  }
}

function keep(folder: Folder, part: string, port: number) {
  writeWhole(fileOf(folder), JSON.stringify({ ...kept(folder), [part]: port }));
}

const fileOf = (folder: Folder) => join(folder.path, "ports.json");
