/** A contact's timeline, newest first. What a line tells is read from its JSON here, and nowhere else. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { invalid, notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { seal, sha256, unseal } from "@/lib/secrets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { bulkLines } from "./bulk";
import { importLines } from "./imports";
import { segmentLines } from "./segments";

/**
 * What the lines are sorted into; each kind is in exactly one. `groups` are tags, lists, segments and a store's groups.
 */
export const groups = ["orders", "consent", "groups", "visits", "changes"] as const;
export type Group = (typeof groups)[number];

/** As many pages as stand below each other before a new one begins. */
export const mostPages = 10;

/**
 * `before` is the `next` of the page before; `pages` how many pages to give at once, so that a reader keeps their
 * place.
 */
export const ReadTimeline = z.object({
  contact: z.uuid(),
  group: z.enum(groups).optional(),
  before: z.string().max(400).optional(),
  pages: z.number().int().min(1).max(mostPages).default(1),
});

const item = z.object({ name: z.string().catch(""), quantity: z.coerce.number().catch(1) });
const text = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);
const change = z.object({ field: z.string(), from: z.string().catch(""), to: z.string().catch("") });

/** Every field any kind may carry; what is missing or strange is absent, so that an unknown kind still reads. */
const Detail = z
  .object({
    number: text,
    total: text,
    amount: text,
    currency: text,
    reason: text,
    channel: text,
    from: text,
    to: text,
    store: text,
    method: text,
    evidence: text,
    other: text,
    account: text,
    items: z.array(item).optional().catch(undefined),
    fields: z.array(z.string()).optional().catch(undefined),
    changes: z.array(change).optional().catch(undefined),
    url: text,
    name: text,
    properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
  })
  .catch({});

export type Detail = z.infer<typeof Detail>;

/** `key` tells lines apart; `at` is when it happened. */
export type Line = {
  key: string;
  kind: string;
  at: Date;
  recordedAt: Date;
  actorKind: string;
  actor: string | null;
  detail: Detail;
};

export const linesAPage = 50;

/** 50 lines a page; `next` is null at the end. @throws Failure not-found, invalid (a damaged `before`) */
export async function readTimeline(
  ctx: Ctx,
  input: z.input<typeof ReadTimeline>,
): Promise<{ lines: Line[]; next: string | null }> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const id = await visible(ctx, input.contact);
    const place = `timeline ${input.contact}`;
    const limit = linesAPage * ReadTimeline.shape.pages.parse(input.pages);
    const page = (lines: SQL) => sql`(select e.* from ${lines}
      and ${inGroup(input.group)} and ${after(input.before, place)}
      order by e.at desc, e.id desc limit ${limit + 1})`;
    const columns = sql`id, contact_id, kind, at, recorded_at, actor_kind, actor_name, detail`;
    const rows = await ctx.db.execute<Raw>(sql`
      select e.id::text as id, e.kind, (extract(epoch from e.at) * 1000000)::bigint::text as at,
        (extract(epoch from e.recorded_at) * 1000000)::bigint::text as "recordedAt",
        e.actor_kind as "actorKind", e.actor_name as actor, e.detail
      from (
        select ${columns} from ${page(sql`contact_events e where e.org_id = ${ctx.orgId} and e.contact_id = ${id}`)} own
        union all
        select ${columns} from ${page(sql`${bulkLines(ctx.orgId, id)} e where true`)} shared
        union all
        select ${columns} from ${page(sql`${importLines(ctx.orgId, id)} e where true`)} imported
        union all
        select ${columns} from ${page(sql`${segmentLines(ctx.orgId, id)} e where true`)} moved
      ) e
      order by e.at desc, e.id desc limit ${limit + 1}`);
    const kept = rows.slice(0, limit);
    const last = kept.at(-1);
    const more = rows.length > limit && last;
    return {
      lines: kept.map((row) => lineOf(ctx.orgId, row)),
      next: more ? seal(`${last.at} ${last.id}`, place) : null,
    };
  });
}

type Raw = Omit<Line, "key" | "at" | "recordedAt" | "detail"> & {
  id: string;
  at: string;
  recordedAt: string;
  detail: unknown;
};

async function visible(ctx: Working, contact: string): Promise<string> {
  const [row] = await ctx.db.execute<{ id: string }>(
    sql`select id::text as id from contacts where org_id = ${ctx.orgId} and public_id = ${contact}::uuid
      and gone_at is null`,
  );
  if (!row) throw notFound("contact");
  return row.id;
}

function lineOf(orgId: number, { id, at, recordedAt, detail, ...row }: Raw): Line {
  return {
    ...row,
    key: sha256(`timeline ${orgId} ${id}`).slice(0, 12),
    at: new Date(Number(at) / 1000),
    recordedAt: new Date(Number(recordedAt) / 1000),
    detail: Detail.parse(detail),
  };
}

const begins: Record<Exclude<Group, "changes">, SQL> = {
  orders: sql`(kind like 'order.%' or kind like 'checkout.%')`,
  consent: sql`(kind like 'consent.%' or kind like 'form.%')`,
  groups: sql`(kind like 'tag.%' or kind like 'list.%' or kind like 'segment.%' or kind like 'store-group.%')`,
  visits: sql`(kind like 'visit%' or kind like 'product.%' or kind like 'page.%')`,
};

function inGroup(group: Group | undefined): SQL {
  if (!group) return sql`true`;
  if (group !== "changes") return begins[group];
  return sql`not (${sql.join(Object.values(begins), sql` or `)})`;
}

/** Lines past the one that the cursor names. Sealed, because it holds an inner id. */
function after(before: string | undefined, place: string): SQL {
  if (!before) return sql`true`;
  const [at, id] = opened(before, place).split(" ");
  return sql`(e.at, e.id) < (to_timestamp(0) + ${at}::bigint * interval '1 microsecond', ${id}::bigint)`;
}

function opened(before: string, place: string): string {
  try {
    return unseal(before, place);
  } catch {
    throw invalid("This part of the timeline cannot be found any more. Begin at the newest.");
  }
}
