/** What a program saw a person do, as lines on their timeline. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { normalizeEmail, normalizePhone } from "@/lib/contacts/identity";
import { permit } from "@/lib/permissions";
import { rowsOf } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { Happened, Id, InStore } from "./schemas";
import { storeFor } from "./store";

const Property = z.union(
  [z.string().max(1_000), z.number(), z.boolean(), z.null()],
  "A property is a text of at most 1,000 characters, a number, true, false or null.",
);

export const Event = z
  .strictObject({
    id: z
      .string()
      .trim()
      .min(1)
      .max(190)
      .optional()
      .meta({ description: "Yours: the same id again is the same event." }),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/, "Write a name such as “course.finished”.")
      .max(60),
    contact: Id.optional(),
    email: z.string().max(400).optional(),
    phone: z.string().max(60).optional(),
    at: Happened.optional().meta({ description: "Now, where it is missing." }),
    properties: z
      .record(z.string().max(60), Property)
      .refine((own) => Object.keys(own).length <= 30, "Give at most 30 properties.")
      .refine((own) => JSON.stringify(own).length <= 8_000, "Give at most 8 kB of properties.")
      .default({}),
  })
  .refine((one) => [one.contact, one.email, one.phone].filter(Boolean).length === 1, {
    message: "Say whose it is by one of contact, email and phone.",
    path: ["contact"],
  })
  .meta({ id: "Event" });

export const TrackEvent = Event.safeExtend(InStore);
export const TrackEvents = z.strictObject({
  ...InStore,
  events: z.array(Event).min(1).max(1_000, "Give at most 1,000 at once."),
});

/** In the order given. `known` was tracked before; `unknown` is of nobody who is here. */
export const Tracked = z.object({
  tracked: z.int(),
  results: z.array(z.object({ outcome: z.enum(["tracked", "known", "unknown"]), contact: Id.nullable() })),
});

type Tracking = z.output<typeof Event>;

/** @throws Failure not-found (store), invalid where there are several stores and none is named */
export async function trackEvents(ctx: Ctx, input: z.output<typeof TrackEvents>): Promise<z.input<typeof Tracked>> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const store = input.events.every(({ contact }) => contact) ? null : await storeFor(ctx, input.store);
    const rows = input.events.map((event, n) => rowOf(event, n, store?.country ?? null));
    const written = await write(ctx, rows, store?.id ?? null);
    const results = rows.map(({ n }) => {
      const one = written.get(n);
      if (!one) return { outcome: "unknown" as const, contact: null };
      return { outcome: one.fresh ? ("tracked" as const) : ("known" as const), contact: one.contact };
    });
    return { tracked: results.filter(({ outcome }) => outcome === "tracked").length, results };
  });
}

export async function trackEvent(ctx: Ctx, input: z.output<typeof TrackEvent>): Promise<z.input<typeof Tracked>> {
  const { store, ...event } = input;
  return trackEvents(ctx, { store, events: [event] });
}

function rowOf({ id, name, contact, email, phone, at, properties }: Tracking, n: number, country: string | null) {
  return {
    n,
    given: id ?? null,
    kind: `api.${name}`,
    contact: contact ?? null,
    email: email ? normalizeEmail(email) : null,
    phone: phone ? normalizePhone(phone, country) : null,
    at: at ?? null,
    detail: { name, properties },
  };
}

/** An id is the caller's own within a store, so the store of the contact is part of what makes it once. */
async function write(ctx: Working, rows: ReturnType<typeof rowOf>[], storeId: number | null) {
  const columns = sql`r(n int, given text, kind text, contact uuid, email text, phone text, at timestamptz,
    detail jsonb)`;
  const found = await ctx.db.execute<{ n: number; contact: string; fresh: boolean }>(sql`
    with told as (
      select r.*, c.id as contact_id, c.public_id,
        case when r.given is not null then 'api ' || c.store_id || ' ' || r.given end as fact
      from ${rowsOf(rows)} as ${columns}
      cross join lateral (
        select id, public_id, store_id from contacts
        where org_id = ${ctx.orgId} and public_id = r.contact and gone_at is null
        union all
        select id, public_id, store_id from contacts
        where org_id = ${ctx.orgId} and store_id = ${storeId} and email = r.email and gone_at is null
        union all
        select id, public_id, store_id from contacts
        where org_id = ${ctx.orgId} and store_id = ${storeId} and phone_key = r.phone and gone_at is null
        offset 0 limit 1) c
    ), first as (
      select distinct on (coalesce(fact, n::text)) n from told order by coalesce(fact, n::text), n
    ), made as (
      insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, fact, detail)
      select ${ctx.orgId}, contact_id, kind, coalesce(at, now()), ${ctx.actor.kind}, ${ctx.actor.name}, fact, detail
      from told join first using (n) order by n
      on conflict (org_id, fact) where fact is not null do nothing returning fact
    )
    select t.n, t.public_id as contact, (f.n is not null and (t.fact is null or m.fact is not null)) as fresh
    from told t left join first f using (n) left join made m on m.fact = t.fact`);
  return new Map(found.map((row) => [row.n, row]));
}
