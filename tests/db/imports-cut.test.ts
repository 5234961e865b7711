/** Imports cut off anywhere, and two at once: what they end in is what an uncut one, alone, ends in. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { imports } from "@/db/schema";
import { listContacts } from "@/lib/contacts/directory";
import { everything } from "@/lib/contacts/directory/params";
import { takeTurn } from "@/lib/contacts/turn";
import { mostTroubles } from "@/lib/imports/fail";
import { showImport } from "@/lib/imports/imports";
import { mergeLines } from "@/lib/imports/merge/chunk";
import { advanceImport } from "@/lib/imports/run";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { carry } from "../support/imports";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { type StagedRow, stageRows } from "../support/staged-rows";

useTestDatabase();
useKey();

const rows: StagedRow[] = Array.from({ length: 120 }, (_, at) => ({
  email: `p${at % 90}@example.org`,
  phone: at % 4 === 0 ? `+4917055503${10 + (at % 60)}` : undefined,
  first_name: `N${at}`,
  email_consent: at % 3 === 0 ? "subscribed" : at % 7 === 0 ? "unsubscribed" : undefined,
  tags: at % 5 === 0 ? ["VIP"] : [],
  lists: at % 6 === 0 ? ["News"] : [],
}));

/** Each in one chunk only: chunks of them are merged side by side. */
const apart: StagedRow[] = Array.from({ length: 120 }, (_, at) => ({
  email: `q${at}@example.org`,
  phone: at % 4 === 0 ? `+491705560${100 + at}` : undefined,
  first_name: `N${at}`,
  email_consent: at % 3 === 0 ? "subscribed" : undefined,
}));

const files: [string, StagedRow[], number][] = [
  ["people who return in later chunks", rows, 90],
  ["people who return in none", apart, 120],
];

async function place(): Promise<{ ctx: Ctx; store: number }> {
  const ctx = await makeOrganization();
  return { ctx, store: (await makeStore(ctx)).id };
}

/** Everything an import writes about people, without ids and moments. */
async function written(ctx: Ctx) {
  const { sql } = database();
  return {
    contacts: [
      ...(await sql`
        select email, phone, phone_key, first_name, email_consent,
          array(select g.name from contact_tags t join tags g on g.id = t.tag_id where t.contact_id = c.id) as tags,
          array(select g.name from list_members t join lists g on g.id = t.list_id where t.contact_id = c.id) as lists,
          (select count(*)::int from consent_evidence e where e.contact_id = c.id) as evidence,
          (select count(*)::int from contact_activity a where a.contact_id = c.id) as figures,
          (select string_agg(did || line, ' ') from import_changes m where m.contact_id = c.id) as did
        from contacts c where org_id = ${ctx.orgId} order by email`),
    ],
    counts: [
      ...(await sql`select loaded, updated, known, repeated, rejected, done from imports where org_id = ${ctx.orgId}`),
    ],
    left: [...(await sql`select count(*)::int as n from import_staging where org_id = ${ctx.orgId}`)],
  };
}

async function uncut(rows: StagedRow[]) {
  const here = await place();
  const { publicId } = await stageRows(here.ctx, here.store, rows, { chunk: 25 });
  expect(await carry(here.ctx, publicId)).toMatchObject({ state: "done" });
  return written(here.ctx);
}

test.each(files)(
  "of %s: a run whose statements are cancelled again and again ends as one never cut",
  async (_, rows) => {
    const expected = await uncut(rows);
    const here = await place();
    const { id, publicId } = await stageRows(here.ctx, here.store, rows, { chunk: 25 });
    const { sql } = database();
    let cut = 0;
    for (let round = 0, done = false; !done && round < 60; round++) {
      let ended = false;
      const run = advanceImport(here.ctx, { importId: id, seconds: 0 })
        .then(
          (result) => result.done,
          () => false,
        )
        .finally(() => {
          ended = true;
        });
      if (round < 30) await sleep(3 * round);
      // Between two statements nothing can be cancelled: asked again until there was one, or the run is over. What the
      // driver itself asks on a new connection (the database's types) is nobody's whose failure could be caught.
      while (round < 30 && !ended) {
        const [killed] = await sql`
        select count(pg_cancel_backend(pid))::int as n from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
          and query not like '%pg_catalog.pg_type%'`;
        cut += killed!.n;
        if (killed!.n > 0) break;
      }
      done = await run;
    }
    expect(cut).toBeGreaterThan(0);
    expect(await carry(here.ctx, publicId)).toMatchObject({ state: "done" });
    expect(await written(here.ctx)).toEqual(expected);
  },
);

test.each(files)(
  "of %s: a process killed leaves nothing half done, the next goes on to the same end",
  async (_, rows) => {
    const expected = await uncut(rows);
    const here = await place();
    const { id, publicId } = await stageRows(here.ctx, here.store, rows, { chunk: 25 });
    for (const chunks of [1, 2]) await runAndKill(here.ctx.orgId, id, chunks);
    const [row] = await database().sql`select state from imports where id = ${id}`;
    expect(row).toEqual({ state: "running" });
    expect(await carry(here.ctx, publicId)).toMatchObject({ state: "done" });
    expect(await written(here.ctx)).toEqual(expected);
  },
  180_000,
);

/** In a process of its own, killed in the midst of its n-th chunk. */
async function runAndKill(orgId: number, importId: number, chunks: number) {
  const runner = fileURLToPath(new URL("../support/import-runner.ts", import.meta.url));
  const words = ["--import", "tsx", runner, String(orgId), String(importId)];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  let begun = 0;
  for await (const text of child.stdout) {
    begun += String(text).split("begins").length - 1;
    if (begun >= chunks) break;
  }
  await sleep(10);
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

test.each(files)("of %s: three that carry on the same import at once apply each row once", async (_, rows, loaded) => {
  const expected = await uncut(rows);
  const here = await place();
  const { publicId } = await stageRows(here.ctx, here.store, rows, { chunk: 10 });
  await Promise.all([carry(here.ctx, publicId), carry(here.ctx, publicId), carry(here.ctx, publicId)]);
  const { contacts, counts, left } = await written(here.ctx);
  expect(left).toEqual(expected.left);
  expect(contacts).toEqual(expected.contacts);
  expect(counts).toMatchObject([{ loaded, rejected: 0, done: 120 }]);
});

test("two files of the same people into one store at once open each person once", async () => {
  const here = await place();
  const made = await Promise.all([
    stageRows(here.ctx, here.store, rows, { chunk: 10, file: "a.csv" }),
    stageRows(here.ctx, here.store, [...rows].reverse(), { chunk: 15, file: "b.csv" }),
  ]);
  const shown = await Promise.all(made.map(({ publicId }) => carry(here.ctx, publicId)));
  expect(shown.map(({ state }) => state)).toEqual(["done", "done"]);
  expect(shown.reduce((sum, { counts }) => sum + counts.loaded, 0)).toBe(90);
  const [row] = await database().sql`
    select count(*)::int as n, count(distinct email)::int as people from contacts where org_id = ${here.ctx.orgId}`;
  expect(row).toEqual({ n: 90, people: 90 });
});

test("while a chunk is merged contacts are read, and an import of another store comes to its end", async () => {
  const here = await place();
  const other = (await makeStore(here.ctx)).id;
  const large = await stageRows(here.ctx, here.store, rows, { chunk: 120, file: "large.csv" });
  const few = rows.slice(0, 9).map(({ email }) => ({ email }));
  const small = await stageRows(here.ctx, other, few, { file: "small.csv" });
  const [row] = await database().orm.select().from(imports).where(eq(imports.id, large.id));
  const given = new Error("given up");
  const merging = transact(here.ctx, async (ctx) => {
    await mergeLines(ctx, row!, { first: 1, last: 1000 });
    expect(await carry(here.ctx, small.publicId)).toMatchObject({ state: "done", counts: { loaded: 9 } });
    expect((await listContacts(here.ctx, everything)).rows).toHaveLength(9);
    throw given;
  });
  await expect(merging).rejects.toBe(given);
  expect(await carry(here.ctx, large.publicId)).toMatchObject({ state: "done", counts: { loaded: 90 } });
});

test("imports into one store take turns chunk by chunk: small ones are through before a large one's second", async () => {
  const here = await place();
  const people = (name: string, n: number) =>
    Array.from({ length: n }, (_, at) => ({ email: `${name}${at}@turns.org` }));
  const files: string[] = [];
  for (const [name, n] of [["large", 60] as const, ["one", 10] as const, ["two", 10] as const]) {
    files.push((await stageRows(here.ctx, here.store, people(name, n), { chunk: 10, file: `${name}.csv` })).publicId);
  }
  const runs: Promise<unknown>[] = [];
  await transact(here.ctx, async (ctx) => {
    await takeTurn(ctx, here.store);
    for (const file of files) {
      runs.push(carry(here.ctx, file));
      await expect.poll(() => waiting(here), { timeout: 60_000 }).toBe(runs.length);
    }
  });
  await Promise.all(runs);
  const opened = await database().sql`select substring(email from '^[a-z]+') as file from contacts
    where org_id = ${here.ctx.orgId} order by id`;
  const chunks = opened.flatMap(({ file }, at) => (at % 10 === 0 ? [file] : []));
  expect(chunks).toEqual(["large", "one", "two", "large", "large", "large", "large", "large"]);
});

/** How many stand in line for the store. */
async function waiting({ ctx, store }: { ctx: Ctx; store: number }): Promise<number> {
  const [row] = await database().sql<{ n: number }[]>`select count(*)::int as n from pg_locks
    where locktype = 'advisory' and not granted and classid = ${ctx.orgId} and objid = ${store}`;
  return row!.n;
}

test("what the server lost of staged rows is noticed: it is read again, and without its file nothing is taken for done", async () => {
  const here = await place();
  const { id, publicId } = await stageRows(here.ctx, here.store, rows, { chunk: 25 });
  const { sql } = database();
  await sql`delete from import_staging where org_id = ${here.ctx.orgId} and line > 60`;
  const shown = await carry(here.ctx, publicId);
  expect(shown).toMatchObject({ state: "failed", error: "The file is not here any more. Upload it again." });
  expect(shown.counts).toMatchObject({ rows: 50, loaded: 50 });
  expect(await sql`select chunk from import_chunks where import_id = ${id} and settled_at is null`).toEqual([]);
});

test("an error that nobody foresaw is tried again, forgotten once the run moves, and ends it where it stays", async () => {
  const here = await place();
  const { sql } = database();
  const { id, publicId } = await stageRows(here.ctx, here.store, apart, { chunk: 25 });
  const troubles = async () => (await sql`select troubles from imports where id = ${id}`)[0]!.troubles;
  const step = () => advanceImport(here.ctx, { importId: id, seconds: 0 });
  await sql.unsafe(`
    create function broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
    create trigger broken before insert on contact_activity execute function broken()`);
  try {
    for (const so_far of [1, 2, 3]) {
      await expect(step()).rejects.toThrow();
      expect(await troubles()).toBe(so_far);
    }
    await sql`alter table contact_activity disable trigger broken`;
    await step();
    expect(await troubles()).toBe(0);
    await sql`alter table contact_activity enable trigger broken`;
    for (let times = 1; times < mostTroubles; times++) await expect(step()).rejects.toThrow();
    expect(await step()).toEqual({ done: true });
    const shown = await showImport(here.ctx, { import: publicId });
    expect(shown).toMatchObject({ state: "failed", counts: { loaded: 25 }, canUndo: true });
    expect(shown.error).toContain(`in its log, under ${publicId}.`);
  } finally {
    await sql`drop function broken cascade`;
  }
});
