/** The lock below the lock, tried on every table there is: a table or a key that is added later is tried too. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { fillEveryTable, tenantTables } from "../support/every-table";

/** People and organizations themselves: read under the owner's role by lib/accounts and lib/organizations. */
const tablesOfNoTenant = ["organizations", "rate_limits", "user_providers", "user_sessions", "user_tokens", "users"];

/** Unique over all organizations on purpose: chance that cannot collide (ids, hashes of secrets). */
const uniqueAcross =
  /_public_id_unique$|^invitations_token_hash_unique$|^connect_attempts_state$|^api_keys_(old_)?hash$/;

/** Who may search under the owner's role, see lib/tenancy.ts. */
const beyondPolicy = [
  "lib/contacts/directory.ts",
  "lib/segments/changed.ts",
  "lib/segments/history.ts",
  "lib/segments/members.ts",
  "lib/segments/refresh.ts",
];

const root = fileURLToPath(new URL("../../", import.meta.url));

useTestDatabase();
let [ours, theirs]: Ctx[] = [];
let tables: string[] = [];

const asJob = (orgId: number): Ctx => ({ orgId, actor: { kind: "job", name: "Test" } });

beforeAll(async () => {
  const pool = database().sql;
  const rows =
    await pool`insert into organizations (slug, name) values ('ours', 'Ours'), ('theirs', 'Theirs') returning id`;
  const orgs = rows.map((row) => Number(row.id));
  [ours, theirs] = orgs.map(asJob);
  tables = await tenantTables(pool);
  await fillEveryTable(pool, orgs);
});

describe("every table", () => {
  test("belongs to a tenant, or is named here as belonging to none", async () => {
    const all = await database().sql`
      select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`;
    const others = all.map(({ relname }) => relname).filter((name) => !tables.includes(name));
    expect(others.sort()).toEqual(tablesOfNoTenant);
    expect(tables.length).toBeGreaterThan(20);
  });

  test("of a tenant has row-level security and exactly one policy, for reading and for writing", async () => {
    const rows = await database().sql`
      select c.relname as table, c.relrowsecurity as locked,
        array_agg(p.polcmd::text || ' ' || pg_get_expr(p.polqual, c.oid)) filter (where p.polpermissive) as policies,
        bool_and(pg_get_expr(p.polqual, c.oid) = pg_get_expr(p.polwithcheck, c.oid)) as writing
      from pg_class c left join pg_policy p on p.polrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relname = any(${tables}) group by c.oid order by 1`;
    expect(rows.map((row) => row.table).sort()).toEqual([...tables].sort());
    for (const { table, locked, policies, writing } of rows) {
      expect([table, locked, policies.length, writing]).toEqual([table, true, 1, true]);
      expect(policies[0]).toMatch(/^\* \(org_id = .*app\.org_id/s);
    }
  });

  test("that says whose store its rows are is narrowed to one store for the role that is bound to one", async () => {
    const rows = await database().sql`
      select c.relname as table, pg_get_expr(p.polqual, c.oid) as rule,
        array(select a.attname::text from pg_attribute a where a.attrelid = c.oid) && '{store_id,contact_id,order_id}' as says
      from pg_class c left join pg_policy p on p.polrelid = c.oid and not p.polpermissive
        and p.polroles = array['clientele_store'::regrole::oid]
      where c.relnamespace = 'public'::regnamespace and c.relname = any(${tables})`;
    const narrowed = (row: (typeof rows)[number]) => row.says || row.table === "stores";
    for (const row of rows) {
      expect([row.table, row.rule !== null]).toEqual([row.table, narrowed(row)]);
    }
  });

  test("of a tenant has org_id first in its primary key, and in every unique index but the named ones", async () => {
    const rows = await database().sql`
      select t.relname as table, i.relname as index, x.indisprimary as primary,
        (select attname from pg_attribute a where a.attrelid = t.oid and a.attnum = x.indkey[0]) as first
      from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      where x.indisunique and t.relnamespace = 'public'::regnamespace and t.relname = any(${tables})`;
    expect(new Set(rows.filter((row) => row.primary).map((row) => row.table)).size).toBe(tables.length);
    const wrong = rows.filter((row) => row.first !== "org_id" && !uniqueAcross.test(row.index));
    expect(wrong.map((row) => row.index)).toEqual([]);
    expect(rows.filter((row) => row.primary && row.first !== "org_id")).toEqual([]);
  });

  test("of a tenant refers to other tenants' tables only together with org_id", async () => {
    const rows = await database().sql`
      select f.conname as name, s.relname as table, t.relname as target,
        (select array_agg(a.attname::text || '>' || b.attname) from unnest(f.conkey, f.confkey) as pair(mine, its)
          join pg_attribute a on a.attrelid = f.conrelid and a.attnum = pair.mine
          join pg_attribute b on b.attrelid = f.confrelid and b.attnum = pair.its) as pairs
      from pg_constraint f join pg_class s on s.oid = f.conrelid join pg_class t on t.oid = f.confrelid
      where f.contype = 'f' and s.relnamespace = 'public'::regnamespace and s.relname = any(${tables})`;
    const between = rows.filter((row) => tables.includes(row.target));
    expect(between.length).toBeGreaterThan(10);
    expect(between.filter((row) => !row.pairs.includes("org_id>org_id")).map((row) => row.name)).toEqual([]);
    const outside = rows.filter((row) => !tables.includes(row.target)).map((row) => row.target);
    expect([...new Set(outside)].sort()).toEqual(["organizations", "users"]);
  });
});

describe("under the restricted role, with every scoping left out", () => {
  const countAs = (ctx: Ctx, table: string) =>
    transact(ctx, async ({ db }) => {
      const rows = await db.execute(sql`select org_id::int as org from ${sql.identifier(table)}`);
      return rows.map((row) => row.org);
    });

  test("each organization sees its own row of each table and nothing else", async () => {
    for (const table of tables) {
      expect([table, await countAs(ours!, table)]).toEqual([table, [ours!.orgId]]);
      expect([table, await countAs(theirs!, table)]).toEqual([table, [theirs!.orgId]]);
    }
  });

  test("nobody's context sees nothing", async () => {
    for (const table of tables) expect([table, await countAs(asJob(-1), table)]).toEqual([table, []]);
    const unset = await database().sql.begin(async (tx) => {
      await tx`set local role clientele_tenant`;
      return tx`select count(*)::int as n from members`;
    });
    expect(unset[0]?.n).toBe(0);
  });

  test("an update and a deletion of everything touch one's own rows only", async () => {
    for (const table of tables) {
      const name = sql.identifier(table);
      const undone = transact(ours!, async ({ db }) => {
        const updated = await db.execute(sql`update ${name} set org_id = org_id returning org_id::int as org`);
        const deleted = await db.execute(sql`delete from ${name} returning org_id::int as org`);
        throw { updated: updated.map((row) => row.org), deleted: deleted.map((row) => row.org) };
      });
      const seen = await undone.catch((thrown: unknown) => thrown);
      expect([table, seen]).toEqual([table, { updated: [ours!.orgId], deleted: [ours!.orgId] }]);
    }
  });

  test("a row cannot be written for, or moved to, another organization", async () => {
    for (const table of tables) {
      const move = transact(ours!, ({ db }) =>
        db.execute(sql`update ${sql.identifier(table)} set org_id = ${theirs!.orgId}`),
      );
      await expect(move, table).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    const line = sql`insert into audit_trail (org_id, actor_kind, actor_name, verb, subject)
      values (${theirs!.orgId}, 'job', 'Test', 'x', 'x')`;
    const forged = transact(ours!, ({ db }) => db.execute(line));
    await expect(forged).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  test("people, their sessions and their tokens cannot be read at all, and organizations only one's own", async () => {
    for (const table of tablesOfNoTenant.filter((name) => name !== "organizations")) {
      const read = transact(ours!, ({ db }) => db.execute(sql`select 1 from ${sql.identifier(table)}`));
      await expect(read, table).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    const seen = await transact(ours!, ({ db }) => db.execute(sql`select slug from organizations`));
    expect([...seen]).toEqual([{ slug: "ours" }]);
  });

  test("the role is given back after the transaction, also when it fails", async () => {
    await transact(ours!, () => Promise.reject(new Error("no"))).catch(() => {});
    const who = await database()
      .sql`select current_user = session_user as owner, current_setting('app.org_id', true) as org`;
    expect([...who]).toEqual([{ owner: true, org: expect.toBeOneOf(["", null]) }]);
  });
});

test("only the named searches run beyond the policy", () => {
  const files = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const callers = files
    .map((file) => join("lib", file))
    .filter(
      (file) => file !== "lib/tenancy.ts" && readFileSync(join(root, file), "utf8").includes("transactBeyondPolicy"),
    );
  expect(callers).toEqual(beyondPolicy);
});
