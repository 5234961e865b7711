/** The operators' command line: a new key for the stores' secrets, exit codes, and sentences that say what is wrong. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logIn } from "@/lib/accounts";
import { addressHash, addressHashes } from "@/lib/address-hash";
import { openApi } from "@/lib/connection/access";
import { storeById } from "@/lib/connection/store";
import { forgetEnv } from "@/lib/env";
import { command, help, usage } from "@/lib/local/clientele";
import { type DemoStore, startDemoStore } from "@/lib/local/demo-store";
import { openFolder } from "@/lib/local/folder";
import { markOf } from "@/lib/local/process-mark";
import { keptSecrets, settleKey, turnKey } from "@/lib/local/secrets";
import { resealSecrets } from "@/lib/operations";
import { database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { statesIn } from "../support/inbox";
import { deeds, deliver, inFolder, operator, run, visitor, withKeys } from "../support/operators";
import { makeOrganization, makeStore, useKey } from "../support/organization";

useTestDatabase();

let shop: DemoStore;
beforeAll(async () => {
  useKey();
  shop = await startDemoStore({ customers: 30, seed: "operators" });
});
afterAll(() => shop.stop());

describe("rotating the key", () => {
  it("seals everything anew, so that the new key alone opens it; again, it changes nothing", async () => {
    const ctx = await makeOrganization();
    const { id } = await makeStore(ctx, { url: `${shop.url}/`, keys: shop.keys });
    const before = process.env.CLIENTELE_KEY!;
    const fresh = randomBytes(32).toString("base64");
    await withKeys(fresh, before, async () => {
      const first = await resealSecrets(operator);
      expect(first.lost).toBe(0);
      expect(first.resealed).toBeGreaterThanOrEqual(2);
      expect(await resealSecrets(operator)).toEqual({ resealed: 0, current: first.resealed, lost: 0, kept: 0 });
    });
    await withKeys(fresh, undefined, async () => {
      const store = await transact(ctx, (ctx) => storeById(ctx, id));
      expect((await openApi(store).counts()).customers).toBe(shop.truth().customers.length);
    });
    expect(await deeds(ctx)).toMatchObject([{ verb: "secrets.resealed", detail: { resealed: 2, lost: 0 } }]);
    await withKeys(before, fresh, () => resealSecrets(operator));
  });

  it("hashes suppressed addresses anew, and says of erased people that only the old key knows them", async () => {
    const ctx = await makeOrganization();
    const before = process.env.CLIENTELE_KEY!;
    const fresh = randomBytes(32).toString("base64");
    for (const [address, reason] of [
      ["a@example.org", "bounce"],
      ["gone@example.org", "erased"],
    ] as const) {
      await database().sql`
        insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
        values (${ctx.orgId}, 'email', ${reason === "erased" ? null : address}, ${addressHash(ctx.orgId, address)},
          ${reason}, 'Test')`;
    }
    await withKeys(fresh, before, async () => {
      expect(await resealSecrets(operator)).toMatchObject({ lost: 0, kept: 1 });
      const rows = await database().sql`
        select address_hash as hash from suppressions where org_id = ${ctx.orgId} order by id`;
      expect(rows[0]!.hash).toBe(addressHash(ctx.orgId, "a@example.org"));
      expect(addressHashes(ctx.orgId, "gone@example.org")).toContain(rows[1]!.hash);
    });
    await database().sql`delete from suppressions where org_id = ${ctx.orgId}`;
    await withKeys(before, fresh, () => resealSecrets(operator));
  });

  it("counts what no known key opens, and leaves it as it is", async () => {
    const ctx = await makeOrganization();
    const { id } = await makeStore(ctx);
    const sealed = await sealedOf(id);
    await withKeys(randomBytes(32).toString("base64"), undefined, async () => {
      expect((await resealSecrets(operator)).lost).toBeGreaterThanOrEqual(2);
    });
    expect(await sealedOf(id)).toEqual(sealed);
    expect(await deeds(ctx)).toEqual([]);
  });

  it("of the key that the start made keeps the old one until all is sealed anew, also when cut off", async () => {
    await inFolder(() => {
      const folder = openFolder("main");
      const before = keptSecrets(folder);
      const turned = turnKey(folder);
      expect(turned.CLIENTELE_KEY).not.toBe(before.CLIENTELE_KEY);
      expect(keptSecrets(folder)).toEqual({
        ...before,
        ...turned,
        CLIENTELE_OLD_KEYS: before.CLIENTELE_KEY,
        rotating: true,
      });
      expect(turnKey(folder)).toEqual(turned);
      settleKey(folder, "forget");
      expect(keptSecrets(folder)).toEqual({ ...before, CLIENTELE_KEY: turned.CLIENTELE_KEY });
    });
  });

  it("makes a new key each time, also while an erased person is known by an old one only", async () => {
    await inFolder(() => {
      const folder = openFolder("main");
      const first = keptSecrets(folder).CLIENTELE_KEY;
      const second = turnKey(folder).CLIENTELE_KEY;
      settleKey(folder, "keep");
      const third = turnKey(folder);
      expect(third.CLIENTELE_KEY).not.toBe(second);
      expect(third.CLIENTELE_OLD_KEYS).toBe(`${second},${first}`);
    });
  });

  it("at the command line leaves one key in the folder, which opens every store", async () => {
    await inFolder(async () => {
      const folder = openFolder("main");
      const kept = keptSecrets(folder).CLIENTELE_KEY;
      const given = process.env.CLIENTELE_KEY!;
      await withKeys(kept, given, () => resealSecrets(operator));
      await withKeys(kept, undefined, async () => expect(await run("rotate-key")).toMatchObject({ code: 0 }));
      const now = JSON.parse(readFileSync(join(folder.path, "secrets.json"), "utf8"));
      expect(now.CLIENTELE_OLD_KEYS).toBeUndefined();
      expect(now.CLIENTELE_KEY).not.toBe(kept);
      await withKeys(given, now.CLIENTELE_KEY, async () => {
        const back = await resealSecrets(operator);
        expect(back).toMatchObject({ current: 0, lost: 0 });
      });
    });
  });

  it("of a key from the environment says how, when no old key is given", async () => {
    await inFolder(async () => {
      const { code, said } = await run("rotate-key");
      expect(code).toBe(1);
      expect(said).toContain("CLIENTELE_OLD_KEYS");
    });
  });

  it("of the start's own key waits until Clientele is stopped", async () => {
    await inFolder(async () => {
      const folder = openFolder("main");
      pretendRunning(folder.path, {});
      const kept = keptSecrets(folder);
      await withKeys(kept.CLIENTELE_KEY, undefined, async () => {
        expect(await run("rotate-key")).toMatchObject({
          code: 1,
          said: expect.stringContaining("Stop Clientele first"),
        });
      });
      expect(keptSecrets(folder)).toEqual(kept);
    });
  });
});

describe("the command line", () => {
  it("knows every verb's words, and tells them", () => {
    for (const verb of [
      "make-owner",
      "add-member",
      "reset-password",
      "stores",
      "sync",
      "replay",
      "rotate-key",
      "health",
    ]) {
      expect(usage()).toContain(`  ${verb}`);
      expect(help(verb, ["--help"])).toContain(`npm run clientele -- ${verb}`);
    }
    expect(help("sync", ["x"])).toBeUndefined();
    expect(command("constructor")).toBeUndefined();
  });

  it("ends with 2 when the words are not understood, and says what is missing or too much", async () => {
    expect(await run("sync")).toMatchObject({ code: 2, said: expect.stringContaining("sync needs <store>.") });
    expect(await run("make-owner", "--email", "a@b.example")).toMatchObject({
      code: 2,
      said: expect.stringContaining("--name, --organization"),
    });
    expect(await run("stores", "--all")).toMatchObject({ code: 2, said: expect.stringContaining("--all") });
    expect(await run("stores", "all")).toMatchObject({ code: 2, said: expect.stringContaining("all") });
  });

  it("ends with 1 and one sentence when it could not be done", async () => {
    expect(await run("sync", "nowhere.example")).toEqual({
      code: 1,
      said: "This store does not exist, or not any more.",
    });
    expect(await run("replay", "x", "--state", "odd")).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^--state:/),
    });
    const wrong = ["--email", "no address", "--name", "N", "--organization", "O", "--time-zone", "Mars"];
    const { code, said } = await run("make-owner", ...wrong);
    expect(code).toBe(1);
    expect(said).toContain("--email:");
    expect(said).toContain("--time-zone:");
  });

  it("makes an owner whose printed password works", async () => {
    const words = ["--email", "cli@p.example", "--name", "Cli", "--organization", "By hand"];
    const { code, said } = await run("make-owner", ...words);
    expect(code).toBe(0);
    const printed = /Password: (\S+)/.exec(said)?.[1] ?? "";
    expect(await logIn({ email: "cli@p.example", password: printed }, visitor)).toHaveProperty("userId");
  });

  it("syncs and replays by itself where no job engine runs", async () => {
    const ctx = await makeOrganization();
    const url = shop.url.replace("127.0.0.1", "localhost");
    const { id, publicId } = await makeStore(ctx, { url, keys: shop.keys });
    const synced = await run("sync", publicId);
    expect(synced).toMatchObject({ code: 0, said: expect.stringContaining("done") });
    await deliver(ctx, id);
    const replayed = await run("replay", publicId);
    expect(replayed).toMatchObject({ code: 0, said: expect.stringContaining("1 failed delivery is back") });
    expect(await statesIn(ctx)).toEqual({ failed: 1, ignored: 1 });
    expect((await run("stores")).said).toContain("1 delivery failed");
  });

  it("tells the running Clientele's job engine, and leaves the work to it", async () => {
    const store = await makeStore(await makeOrganization(), { url: shop.url, keys: shop.keys });
    const { url, events, close } = await listen();
    await inFolder(async () => {
      const { DATABASE_URL, CLIENTELE_KEY } = process.env;
      pretendRunning(openFolder("main").path, { DATABASE_URL, CLIENTELE_KEY, INNGEST_DEV: url });
      const said = await promisify(execFile)(
        process.execPath,
        ["lib/local/start.mjs", "--cli", "sync", store.publicId],
        {
          env: { ...process.env, DATABASE_URL: "", CLIENTELE_KEY: "" },
        },
      );
      expect(said.stdout).toContain("has begun");
    });
    await close();
    expect(events.map(({ name }) => name)).toEqual(["sync/started"]);
  });

  it("tells health, and ends with 1 when something does not answer", async () => {
    expect(await run("health")).toMatchObject({ code: 0, said: expect.stringMatching(/database +answers/) });
    process.env.INNGEST_DEV = "http://127.0.0.1:9";
    forgetEnv();
    const ill = await run("health");
    delete process.env.INNGEST_DEV;
    forgetEnv();
    expect(ill).toMatchObject({ code: 1, said: expect.stringMatching(/jobs +does not answer/) });
  });
});

/** As the launcher writes it down; the process that lives is the test runner. */
function pretendRunning(folder: string, env: Record<string, string | undefined>) {
  const launcher = { pid: process.ppid, mark: markOf(process.ppid) };
  writeFileSync(join(folder, "running.json"), JSON.stringify({ launcher, what: "npm start", env, parts: {} }));
}

/** Stands where a job engine would, and keeps the events it is sent. */
async function listen() {
  const events: { name: string }[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    if (request.method === "POST") events.push(...[JSON.parse(body)].flat());
    response.setHeader("content-type", "application/json").end(JSON.stringify({ ids: ["1"], status: 200 }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, events, close: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

async function sealedOf(id: number) {
  const [row] = await database().sql`select credentials, webhook_secret from stores where id = ${id}`;
  return { ...row };
}
