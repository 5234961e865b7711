/** Segments as they are looked at: sizes are kept, so that no list waits for a count. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { notFound } from "@/lib/errors";
import { daysOfGrowth } from "@/lib/growth";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import type { Day } from "../calendar";
import { nextRefresh } from "./clock";
import { wordsOf } from "./in-words";
import { momentOf } from "./moment";
import { usersOf } from "./references";
import { OneSegment } from "./segments";

/**
 * `id` is the public one. `ready`: the members are those of the definition as it stands; while a new definition waits
 * for its refresh they are those of the one before, or none yet. `change` is against the size 30 days ago, or the
 * oldest known.
 */
export type Shown = {
  id: string;
  name: string;
  description: string;
  state: "draft" | "active" | "archived";
  size: number;
  change: number;
  ready: boolean;
  refreshedAt: Date | null;
  refreshedMs: number | null;
  createdAt: Date;
  createdBy: string;
  editedAt: Date;
  editedBy: string;
};

/** All by name; archived ones among them. */
export async function listSegments(ctx: Ctx): Promise<Shown[]> {
  permit(ctx, "contacts.read");
  const rows = await transact(ctx, (ctx) => readSegments(ctx));
  return rows.map(({ number: _, definition: __, ...shown }) => shown);
}

/** A local day: how many as it began (null where that is not known), and who came and left in it. */
export type DayOfSegment = { day: Day; size: number | null; joined: number; left: number };

/**
 * `words`: the condition in plain English, null when it is not understood any more. `days`: the last year at most,
 * oldest first. `next` is when everybody is judged again.
 */
export type Whole = Shown & {
  definition: unknown;
  words: string | null;
  days: DayOfSegment[];
  next: Date;
  usedBy: User[];
};

/** A segment whose condition names another. */
export type User = Pick<Shown, "id" | "name" | "state">;

/** @throws Failure not-found */
export async function showSegment(ctx: Ctx, input: z.output<typeof OneSegment>): Promise<Whole> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const [shown] = await readSegments(ctx, input.segment);
    if (!shown) throw notFound("segment");
    const at = await momentOf(ctx);
    const { number, ...rest } = shown;
    return {
      ...rest,
      words: await wordsOf(ctx, shown.definition, at.fields),
      days: await daysOf(ctx, number),
      next: nextRefresh(at.timeZone, at.now),
      usedBy: (await usersOf(ctx, input.segment)).map(({ id, name, state }) => ({ id, name, state })),
    };
  });
}

async function daysOf(ctx: Working, number: number): Promise<DayOfSegment[]> {
  const days = await ctx.db.execute<DayOfSegment>(sql`
    select day::text as day, z.size, coalesce(d.joined, 0) as joined, coalesce(d."left", 0) as "left"
    from (select day, size from segment_sizes where org_id = ${ctx.orgId} and segment_id = ${number}) z
    full join (select day, joined, "left" from segment_days where org_id = ${ctx.orgId} and segment_id = ${number}) d
      using (day)
    order by day desc limit 366`);
  return [...days].reverse();
}

/** Names for the filter "segment": those that have members. */
export async function segmentNames(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  permit(ctx, "contacts.read");
  return transact(ctx, ({ db }) =>
    db.execute<{ id: string; name: string }>(sql`select public_id as id, name from segments
      where org_id = ${ctx.orgId} and state = 'active' and deleted_at is null order by lower(name)`),
  );
}

export const ContactAndSegment = OneSegment.extend({ contact: z.uuid() });

/** Whether a contact is in a segment, as it is kept. @throws Failure not-found (either) */
export async function isIn(ctx: Ctx, input: z.output<typeof ContactAndSegment>): Promise<boolean> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const [segment] = await readSegments(ctx, input.segment);
    if (!segment) throw notFound("segment");
    const [contact] = await ctx.db.execute<{ inside: boolean }>(sql`
      select coalesce(${segment.number}::int = any(s.segs), false) as inside
      from contacts c left join contact_segments s on s.org_id = c.org_id and s.contact_id = c.id
      where c.org_id = ${ctx.orgId} and c.public_id = ${input.contact}::uuid and c.gone_at is null`);
    if (!contact) throw notFound("contact");
    return segment.state === "active" && contact.inside;
  });
}

/** The segments a contact is in, by name. @throws Failure not-found */
export async function segmentsOf(ctx: Ctx, input: { contact: string }): Promise<{ id: string; name: string }[]> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const [contact] = await ctx.db.execute<{ segs: number[] }>(sql`
      select coalesce(s.segs, '{}') as segs
      from contacts c left join contact_segments s on s.org_id = c.org_id and s.contact_id = c.id
      where c.org_id = ${ctx.orgId} and c.public_id = ${input.contact}::uuid and c.gone_at is null`);
    if (!contact) throw notFound("contact");
    return ctx.db.execute<{ id: string; name: string }>(sql`
      select public_id as id, name from segments where org_id = ${ctx.orgId} and state = 'active' and deleted_at is null
        and id = any(${`{${contact.segs}}`}::text::int[]) order by lower(name)`);
  });
}

/** `number` is the inner id. */
export type Read = Shown & { number: number; definition: unknown };
type Raw = Omit<Read, "refreshedAt" | "createdAt" | "editedAt"> & {
  refreshedAt: string | null;
  createdAt: string;
  editedAt: string;
};

/** The organization's day: the server's may be another for half of it. */
export const today = (orgId: number): SQL =>
  sql`(select (now() at time zone time_zone)::date from organizations where id = ${orgId})`;

/** One, or all by name. */
export async function readSegments(ctx: Working, segment?: string): Promise<Read[]> {
  const rows = await ctx.db.execute<Raw>(sql`
    select g.public_id as id, g.id as number, g.name, g.description, g.state, g.size, g.definition,
      g.size - coalesce(z.size, g.size) as change, g.in_force is not distinct from g.definition as ready,
      g.refreshed_at as "refreshedAt", g.refreshed_ms as "refreshedMs",
      g.created_at as "createdAt", g.created_by as "createdBy", g.edited_at as "editedAt", g.edited_by as "editedBy"
    from segments g left join lateral (
      select size from segment_sizes where org_id = ${ctx.orgId} and segment_id = g.id
        and day >= ${today(ctx.orgId)} - ${daysOfGrowth}::int order by day limit 1) z on true
    where g.org_id = ${ctx.orgId} and g.deleted_at is null ${segment ? sql`and g.public_id = ${segment}::uuid` : sql``}
    order by lower(g.name)`);
  return rows.map((row) => ({
    ...row,
    refreshedAt: row.refreshedAt ? new Date(row.refreshedAt) : null,
    createdAt: new Date(row.createdAt),
    editedAt: new Date(row.editedAt),
  }));
}
