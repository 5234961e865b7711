/** Imports whose rows are staged by hand: what merging does with them, without a file. */
import { settingsOf } from "@/lib/imports/staged";
import { type Ctx, database } from "@/lib/tenancy";

/** A row as reading stages it, as far as a test says. */
export type StagedRow = {
  email?: string;
  phone?: string;
  push_id?: string;
  first_name?: string;
  last_name?: string;
  city?: string;
  birthday?: string;
  email_consent?: "subscribed" | "unsubscribed" | "pending";
  sms_consent?: "subscribed" | "unsubscribed" | "pending";
  opt_in_at?: string;
  opt_out_at?: string;
  tags?: string[];
  lists?: string[];
  custom?: Record<string, string | boolean>;
  suppressed?: string;
};

type Wish = {
  kind?: "contacts" | "unsubscribed" | "suppressed";
  options?: object;
  columns?: object[];
  /** Rows of a chunk. */
  chunk?: number;
  file?: string;
};

const reading = { format: "text", packing: "none", encoding: "utf-8", delimiter: ",", quote: '"', header: true };

/**
 * An import that runs, staged as a whole. The first row is line 2, as below a header. Gives its inner and public id.
 */
export async function stageRows(
  ctx: Ctx,
  storeId: number,
  rows: StagedRow[],
  { kind = "contacts", options = {}, columns = [], chunk = 1000, file = "people.csv" }: Wish = {},
): Promise<{ id: number; publicId: string }> {
  const { sql } = database();
  const mapping = { kind, reason: "manual", columns, country: null, zone: "UTC", unreadable: "reject" };
  const [made] = await sql<{ id: number; publicId: string }[]>`
    insert into imports (org_id, store_id, kind, state, file_name, size, received, reading, mapping, options, started_by,
      asked_at)
    values (${ctx.orgId}, ${storeId}, ${kind}, 'running', ${file}, 1000, 1000, ${JSON.stringify(reading)}::text::jsonb,
      ${JSON.stringify(mapping)}::text::jsonb, ${JSON.stringify(options)}::text::jsonb, ${ctx.actor.name},
      date_trunc('milliseconds', now()))
    returning id::int, public_id as "publicId"`;
  const staged = rows.map((row, at) => ({
    org_id: ctx.orgId,
    import_id: made!.id,
    line: at + 2,
    email_typed: row.email ?? null,
    tags: [],
    lists: [],
    ...row,
  }));
  await sql`insert into import_staging select * from jsonb_populate_recordset(null::import_staging,
    ${JSON.stringify(staged)}::text::jsonb)`;
  const position = JSON.stringify({ from: 500, skip: 0, line: 2 });
  const settings = settingsOf({ reading, mapping });
  for (let from = 0, at = 0; from <= rows.length; from += chunk, at++) {
    const size = Math.min(chunk, rows.length - from);
    if (size > 0)
      await mark(ctx, made!.id, { at, first: from + 2, last: from + size + 1, size, next: position }, settings);
    if (size < chunk) {
      const end = size > 0 ? at + 1 : at;
      await mark(
        ctx,
        made!.id,
        { at: end, first: rows.length + 2, last: rows.length + 2, size: 0, next: null },
        settings,
      );
    }
  }
  return made!;
}

type Mark = { at: number; first: number; last: number; size: number; next: string | null };

async function mark(ctx: Ctx, id: number, { at, first, last, size, next }: Mark, settings: string) {
  const told = { reasons: {}, flags: { hint: 0, role: 0, disposable: 0 }, leftOut: 0, filled: [] };
  await database().sql`
    insert into import_chunks (org_id, import_id, chunk, first_line, last_line, rows, rejected, bytes, next, told, settings)
    values (${ctx.orgId}, ${id}, ${at}, ${first}, ${last}, ${size}, 0, 1000, ${next}::text::jsonb,
      ${JSON.stringify(told)}::text::jsonb, ${settings})`;
}
