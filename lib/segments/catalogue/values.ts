/** Values for pickers, and names for what conditions know by ids: from the merchant's own data. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { importsNamed } from "../../contacts/directory/import-names";
import { invalid } from "../../errors";
import { keptIfDear } from "../../kept";
import { permit } from "../../permissions";
import { boundTo, type Ctx, transact, type Working } from "../../tenancy";
import { type Definition, leavesOf } from "../definition";
import type { Names } from "../text";
import { catalogueOf } from "./custom";
import { everyValue, keyOf, mostValues } from "./every-value";
import type { Catalogue, Choice, Field, Live, Named, Property } from "./field";
import { labelled, offered } from "./live";
import { propertyOf } from "./properties";

/** `property` is one of the field's events. */
export const OfferValues = z.object({
  field: z.string().max(60),
  property: z.string().max(60).optional(),
  q: z.string().max(200).default(""),
});

const most = 20;

/**
 * At most 20 that hold what was typed, most used first; choices as they are. @throws Failure invalid (no such field)
 */
export async function offerValues(ctx: Ctx, input: z.input<typeof OfferValues>): Promise<Choice[]> {
  permit(ctx, "contacts.read");
  const { field, property, q } = OfferValues.parse(input);
  const of = await transact(ctx, async (ctx) => partOf((await catalogueOf(ctx)).get(field), property));
  if (!of) throw invalid("There is no such field.");
  const holding = ({ label }: Choice) => label.toLowerCase().includes(q.toLowerCase());
  if ("choices" in of && of.choices) return of.choices.filter(holding);
  const live = liveOf(of);
  if (!live || q.includes("\0")) return [];
  const every = await everyValue(ctx, keyOf(of, field, property), live);
  if (every.length < mostValues) return every.filter(holding).slice(0, most);
  return transact(ctx, async (ctx) => [
    ...(await ctx.db.execute<Choice>(offered(live, { orgId: ctx.orgId, q, most }))),
  ]);
}

/** Names of everything that a definition may name, and of the products that this one does. */
export async function namesFor(ctx: Working, fields: Catalogue, definition?: Definition): Promise<Names> {
  const groups = await ctx.db.execute<Call>(sql`
    select 'tag' as named, public_id::text as id, name from tags where org_id = ${ctx.orgId}
    union all select 'list', public_id::text, name from lists where org_id = ${ctx.orgId}
    union all select 'segment', public_id::text, name from segments where org_id = ${ctx.orgId} and deleted_at is null
    union all select 'group', g.public_id::text, g.name || ' · ' || s.name || case when g.gone_at is null then ''
      else ' (gone from the store)' end from store_groups g join stores s on s.org_id = g.org_id and s.id = g.store_id
      where g.org_id = ${ctx.orgId} and g.name <> ''
    union all select 'form', public_id::text, name from forms where org_id = ${ctx.orgId}
    union all select unnest(array['store', 'origin']), public_id::text, name from stores where org_id = ${ctx.orgId}
    union all (select distinct 'origin', platform, platform from stores where org_id = ${ctx.orgId})
    union all select 'origin', i.id, i.name from (${importsNamed(ctx.orgId, 1000, importsIn(definition))}) i`);
  return namesAmong([...groups, ...(definition ? await products(ctx, fields, definition) : [])]);
}

const importsIn = (definition?: Definition): string[] =>
  [...(definition ? leavesOf(definition) : [])].flatMap(({ leaf }) =>
    leaf.field === "imported-from" && Array.isArray(leaf.value) ? leaf.value.map(String) : [],
  );

type Call = { named: string; id: string; name: string };

/** What several are called by is nobody's name. */
export function namesAmong(calls: readonly Call[]): Names {
  const names = new Map(calls.map(({ named, id, name }) => [`${named} ${id}`, name]));
  const ids = new Map<string, string | undefined>();
  for (const { named, id, name } of calls) ids.set(`${named} ${name}`, ids.has(`${named} ${name}`) ? undefined : id);
  return {
    nameOf: (named, id) => names.get(`${named} ${id}`),
    idOf: (named, name) => ids.get(`${named} ${name}`),
  };
}

/** Looked for by their keys: a merchant may sell a million. */
async function products(ctx: Working, fields: Catalogue, definition: Definition): Promise<Call[]> {
  const asked = new Map<Named, { live: Live; values: string[] }>();
  for (const { leaf } of leavesOf(definition)) {
    const field = fields.get(leaf.field);
    const parts = [
      { of: field, value: leaf.value },
      ...(leaf.where ?? []).map(({ property, value }) => ({ of: partOf(field, property), value })),
    ];
    for (const { of, value } of parts) {
      if (!of || !("named" in of) || !of.live || !Array.isArray(value)) continue;
      if (of.named !== "product" && of.named !== "variant") continue;
      asked.set(of.named, { live: of.live, values: [...(asked.get(of.named)?.values ?? []), ...value] });
    }
  }
  const found = await Promise.all(
    [...asked].map(async ([named, { live, values }]) => {
      const key = `names ${ctx.orgId} ${boundTo(ctx) ?? ""} ${named} ${JSON.stringify(values.toSorted())}`;
      const rows = await keptIfDear(key, () => ctx.db.execute<Choice>(labelled(live, ctx.orgId, values)));
      return rows.map(({ value, label }) => ({ named, id: value, name: label }));
    }),
  );
  return found.flat();
}

function partOf(field: Field | undefined, property: string | undefined): Field | Property | undefined {
  if (!property) return field;
  return field?.type === "events" ? propertyOf(field.source, property) : undefined;
}

const liveOf = (of: Field | Property): Live | undefined => ("live" in of ? of.live : undefined);
