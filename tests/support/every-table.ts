/**
 * A row in every tenant's table for each of two organizations, so that what hides one from the other can be tried on
 * all.
 */
import type { Sql } from "@/db/client";

/** Tables that carry `org_id`, in the order of the alphabet. */
export async function tenantTables(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by 1`;
  return rows.map(({ name }) => name);
}

/**
 * Inserts one row per organization into each table with values made up by type. References are switched off meanwhile:
 * the rows need not make sense, they need to be there.
 */
export async function fillEveryTable(sql: Sql, orgs: number[]): Promise<void> {
  const tables = await tenantTables(sql);
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const [n, table] of tables.entries()) {
      const needed = await columnsToFill(sql, table);
      for (const org of orgs) {
        const names = ["org_id", ...needed.map(({ name }) => name)].map((name) => `"${name}"`);
        const values = [String(org), ...needed.map(({ type }) => madeUp(type, org * 1000 + n))];
        await tx.unsafe(`insert into "${table}" (${names.join(", ")}) values (${values.join(", ")})`);
      }
    }
  });
}

type Column = { name: string; type: string };

/** What has no default and may not be empty. */
async function columnsToFill(sql: Sql, table: string): Promise<Column[]> {
  return sql<Column[]>`
    select attname as name, format_type(atttypid, null) as type from pg_attribute
    where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped
      and attnotnull and not atthasdef and attidentity = '' and attname <> 'org_id'`;
}

function madeUp(type: string, n: number): string {
  if (type.endsWith("[]")) return "'{}'";
  if (/^(bigint|integer|smallint|numeric)/.test(type)) return String(n);
  if (type === "uuid") return "gen_random_uuid()";
  if (type === "boolean") return "false";
  if (type === "jsonb" || type === "json") return "'{}'";
  if (type === "bytea") return "'\\x00'";
  if (/^(timestamp|date)/.test(type)) return "now()";
  return `'${n}'`;
}
