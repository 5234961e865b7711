/** Ports of the parts: last time's if it is free, else the usual one, else the next free one above it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import getPort, { clearLockedPorts, portNumbers } from "get-port";
import { z } from "zod";
import { type Folder, writeWhole } from "./folder";
import { Plainly } from "./plainly";

const Kept = z.record(z.string(), z.number());

/** A store remembers the address of a webhook, so a part keeps its port from one start to the next where it can. */
export async function portFor(folder: Folder, part: string, usual: number): Promise<number> {
  const { [part]: last, ...others } = kept(folder);
  const wanted = [...(last ? [last] : []), ...portNumbers(usual, Math.min(usual + 200, 65_535))];
  clearLockedPorts();
  const port = await getPort({ port: wanted, host: "127.0.0.1", exclude: Object.values(others) });
  keep(folder, part, port);
  return port;
}

/** The app's own port is the one that people have in their bookmarks: it never moves by itself. */
export async function appPort(folder: Folder, wanted: string | undefined): Promise<number> {
  const port = Number(wanted || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Plainly(`PORT is not a port number: ${wanted}.`);
  clearLockedPorts();
  if ((await getPort({ port })) !== port) {
    throw new Plainly(`Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`);
  }
  keep(folder, "app", port);
  return port;
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
