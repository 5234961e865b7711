/** The built app as a process of its own, for a benchmark to knock at; the job engine is a wall that swallows hints. */
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildIfChanged } from "@/lib/local/build";
import { Claim } from "@/lib/local/claim";
import { openFolder, root } from "@/lib/local/folder";
import { close, newHouse, open } from "@/lib/local/house";
import { portFor } from "@/lib/local/ports";
import { appRoom } from "@/lib/local/rooms";

/** Builds the app where that is due and serves it on a free port of this machine. */
export async function openBuiltApp() {
  const folder = openFolder("bench-app");
  const house = newHouse(folder, await Claim.take(folder, "a benchmark"), {});
  const engine = await openWall();
  try {
    const port = await portFor(folder, "app", 25_000);
    house.env = { INNGEST_DEV: engine.url, LOG_LEVEL: "error" };
    await buildIfChanged(house);
    await open(house, appRoom(port));
    const end = async () => {
      await close(house);
      engine.close();
    };
    return { url: `http://127.0.0.1:${port}`, close: end };
  } catch (error) {
    await close(house);
    engine.close();
    throw error;
  }
}

/** Runs a crowd (bench-load.ts) to its end and gives how many knocks a second were answered. */
export async function knocksPerSecond(words: {
  address: string;
  secret: string;
  count: number;
  first: number;
  what: "deliver" | "ping";
}) {
  const { address, secret, count, first, what } = words;
  const program = [join(root, "tests/support/bench-load.ts"), address, secret, String(count), String(first), what];
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", ...program]);
  const { seconds, refused } = JSON.parse(stdout.trim().split("\n").at(-1)!) as { seconds: number; refused: number };
  if (refused > 0) throw new Error(`${refused} of ${count} knocks were not answered by 200.`);
  return count / seconds;
}

async function openWall() {
  const wall = createServer((incoming, response) => {
    incoming.resume();
    response.writeHead(200, { "content-type": "application/json" }).end('{"ids":[],"status":200}');
  });
  await new Promise<void>((ready) => wall.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${(wall.address() as AddressInfo).port}`, close: () => wall.close() };
}
