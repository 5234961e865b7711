/**
 * `kill -9` while every platform's store is first read, and again in what it tells and the night after: nothing lost,
 * nothing twice.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginSync } from "@/lib/sync/sync";
import { database } from "@/lib/tenancy";
import { apply, type Connected, pass, runSync, standing } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { doublesIn } from "../support/doubles";
import { type Front, openFront } from "../support/front";
import { closeLives, type Life, lives } from "../support/lives";
import { useKey } from "../support/organization";

const long = Boolean(process.env.SOAK);
const kills = long ? 40 : 1;
const size = long ? 2_000 : 40;

useTestDatabase();
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterAll(async () => {
  await closeLives();
  await front.close();
});

const running = async (passes: number[]) => {
  const [row] = await database()
    .sql`select count(*)::int as n from syncs where id = any(${passes}) and state = 'running'`;
  return row!.n as number;
};

const passOf = async ({ storeId }: Connected) =>
  (await database().sql`select id::int from syncs where store_id = ${storeId} and state = 'running'`)[0]!.id as number;

/** In a process of its own, which is killed after so many turns. */
async function runAndKill(words: number[], turns: number) {
  const runner = fileURLToPath(new URL("../support/pass-runner.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", runner, String(turns), ...words.map(String)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  await once(child, "exit");
}

/**
 * Carries the stores' running passes on, killed again and again, then to their end in peace; gives how many were cut
 * off.
 */
async function carriedOn(stores: Connected[]) {
  const passes = await Promise.all(stores.map(passOf));
  const words = stores.flatMap(({ ctx, storeId }, n) => [ctx.orgId, storeId, passes[n]!]);
  let cut = 0;
  for (let round = 0; round < kills && (await running(passes)) > 0; round++) {
    await runAndKill(words, 1 + Math.floor(Math.random() * (long ? 40 : 10)));
    cut += await running(passes);
  }
  for (const [n, store] of stores.entries()) {
    await apply(store);
    if ((await running([passes[n]!])) > 0) expect(await runSync(store)).toMatchObject({ state: "done", error: null });
  }
  return cut;
}

describe("processes that are killed", () => {
  const stores = new Map<string, Life & { killed: Connected; whole: Connected }>();
  const killed = () => [...stores.values()].map((one) => one.killed);

  it(`${kills} times while all platforms' stores are first read leave passes that the next one carries to their end`, async () => {
    for (const [platform, open] of Object.entries(lives)) {
      const life = await open(size);
      stores.set(platform, { ...life, killed: await life.connect(), whole: await life.connect() });
    }
    expect(await carriedOn(killed())).toBeGreaterThan(0);
  }, 3_600_000);

  it(`as often after a bad day of each, and in the night that heals it, too`, async () => {
    for (const { killed, badDay } of stores.values()) {
      await badDay(killed);
      await beginSync(killed.ctx, { storeId: killed.storeId, kind: "nightly" });
    }
    expect(await carriedOn(killed())).toBeGreaterThan(0);
  }, 3_600_000);

  it.each(Object.keys(lives))(
    "have lost nothing of %s and have nothing twice: it stands as one that is read now, and once",
    async (platform) => {
      const { killed, whole } = stores.get(platform)!;
      expect(await runSync(whole)).toMatchObject({ state: "done", error: null });
      const read = await standing(killed);
      expect(read.contacts.length).toBeGreaterThanOrEqual(size - 2);
      expect(read).toEqual(await standing(whole));
      for (const [what, rows] of Object.entries(await doublesIn(killed.ctx.orgId)))
        expect({ what, rows: [...rows] }).toEqual({ what, rows: [] });
      if (long) expect(await pass(killed, "nightly")).toMatchObject({ healed: 0, vanished: 0 });
    },
    600_000,
  );
});
