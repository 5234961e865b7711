/** Tags by their names, which are the same in capitals and small letters. */
import { sql } from "drizzle-orm";
import { audit } from "@/lib/audit";
import { kinds } from "@/lib/contacts/selection";
import { conflict } from "@/lib/errors";
import { line } from "@/lib/inputs";
import { eachText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";

/** A name as a merchant may give it: the special tags' names stay theirs. */
export const TagName = line("a name").refine(
  (name) => !kinds.some((kind) => kind === name.toLowerCase()),
  "Subscriber, Buyer and Contact are special tags, kept by the stores. Choose another name.",
);

/** `id` is the inner one. */
export type NamedTag = { id: number; publicId: string; name: string; colour: string };

/**
 * Finds or makes a tag for each name; however many ask at once, each is made once. `names` are as `TagName` gives them;
 * one tag per name that differs, in no order.
 */
export async function nameTags(ctx: Working, names: string[]): Promise<NamedTag[]> {
  if (names.length === 0) return [];
  // Whoever waits for a tag that is deleted or merged meanwhile gets none for its name, and makes it anew.
  for (let round = 0; round < 5; round++) {
    const rows = await findOrMake(ctx, names);
    for (const { made, name } of rows) if (made) await audit(ctx, "tag.created", `tag ${name}`);
    const wanted = rows[0]?.wanted ?? 1;
    if (rows.length >= wanted) return rows.map(({ id, publicId, name, colour }) => ({ id, publicId, name, colour }));
  }
  throw conflict("These tags are being deleted at this moment. Try again.");
}

type Found = NamedTag & { made: boolean; wanted: number };

async function findOrMake(ctx: Working, names: string[]): Promise<Found[]> {
  const rows = await ctx.db.execute<Omit<Found, "id"> & { id: string }>(sql`
    with wanted as (
      select distinct on (lower(name)) name from ${eachText(names)} with ordinality as w(name, place)
      order by lower(name), place
    ), known as (
      select t.* from tags t where t.org_id = ${ctx.orgId} and lower(t.name) in (select lower(name) from wanted)
      order by t.id for key share
    ), made as (
      insert into tags (org_id, name)
      select ${ctx.orgId}, w.name from wanted w
      where not exists (select from tags t where t.org_id = ${ctx.orgId} and lower(t.name) = lower(w.name))
      order by lower(w.name)
      on conflict (org_id, lower(name)) do update set name = tags.name
      returning *, xmax = 0 as made
    )
    select id, public_id as "publicId", name, colour, made, (select count(*)::int from wanted) as wanted
    from (select id, public_id, name, colour, false as made from known
      union all select id, public_id, name, colour, made from made) t`);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
