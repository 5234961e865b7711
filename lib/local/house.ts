/**
 * The parts that run together for one Clientele: each on a port of its own, ended in the reverse order of their start.
 */
import { join } from "node:path";
import type { Claim } from "./claim";
import { type Folder, root } from "./folder";
import { LogFile } from "./log-file";
import { type Environment, Part, type PartPlan } from "./part";
import { letGo, portFor } from "./ports";

export type House = {
  folder: Folder;
  claim: Claim;
  env: Environment;
  parts: Map<string, Part>;
  stopping: boolean;
};

/** What sets one part apart; everything else about its process is the same for all. */
export type Room = Pick<PartPlan, "name" | "words"> & {
  ports: number[];
  asks: string;
  env?: Environment;
  loud?: boolean;
};

/** `env` is what all parts are given, on top of this process's own environment. */
export function newHouse(folder: Folder, claim: Claim, env: Environment): House {
  return { folder, claim, env, parts: new Map(), stopping: false };
}

/** Starts a part and waits for its answer at the address `asks`. */
export async function open(house: House, room: Room): Promise<Part> {
  const part = new Part(planOf(house, room));
  house.parts.set(room.name, part);
  if (house.stopping) return part;
  await Promise.all(room.ports.map(letGo));
  await part.start();
  return part;
}

/** Starts a part on its usual port or the next free one; another program may still snatch it, so it tries again. */
export async function openOnFreePort(house: House, usual: number, room: (port: number) => Room): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = await portFor(house.folder, room(0).name, usual);
    try {
      await open(house, room(port));
      return port;
    } catch (error) {
      if (tries === 3 || !String(error).includes("EADDRINUSE")) throw error;
    }
  }
}

/** The last started is the first to go. Done within 10 seconds in all but the worst case. */
export async function close(house: House) {
  house.stopping = true;
  for (const part of [...house.parts.values()].reverse()) await part.stop();
  house.claim.release();
}

function planOf(house: House, { name, words, env, asks, loud }: Room): PartPlan {
  return {
    name,
    program: process.execPath,
    words,
    env: { ...process.env, ...house.env, ...env },
    cwd: root,
    log: new LogFile(join(house.folder.path, "logs", `${name.replaceAll(" ", "-")}.log`)),
    signal: "SIGTERM",
    grace: 3_000,
    ready: () => responds(asks),
    patience: 120_000,
    loud,
    onPid: (pid) => house.claim.remember(name, pid, "SIGTERM"),
  };
}

/** Any answer will do, an error page too: it says that the server stands. */
async function responds(address: string): Promise<boolean> {
  try {
    await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(60_000) });
    return true;
  } catch {
    return false;
  }
}
