/** Why somebody is in a segment, or is not: each condition's verdict for one contact, asked in one statement. */
import { type SQL, sql } from "drizzle-orm";
import { notFound } from "../errors";
import { permit } from "../permissions";
import { type Ctx, transact } from "../tenancy";
import { standard } from "./catalogue";
import type { Moment } from "./catalogue/field";
import { predicate } from "./compile";
import { type Definition, type Leaf, leavesOf, type Node, readDefinition } from "./definition";
import { momentOf } from "./moment";

/** The definition's tree, each part with whether it holds for the contact. */
export type Verdict = { holds: boolean } & (
  | { all: Verdict[] }
  | { any: Verdict[] }
  | { not: Verdict }
  | { leaf: Leaf }
);

/** `excluded`: whatever holds, nobody excluded is in a segment. */
export type Why = { holds: boolean; excluded: boolean; include: Verdict; exclude: Verdict | null };

/** `contact` is a public id. @throws Failure not-found; invalid for what readDefinition refuses */
export async function why(ctx: Ctx, input: { contact: string; definition: unknown }): Promise<Why> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const at = await momentOf(ctx);
    const definition = readDefinition(input.definition, at.fields);
    const [row] = await ctx.db.execute<{ verdicts: boolean[]; excluded: boolean }>(sql`
      select ${verdictsOf(definition, at)} as verdicts, c.excluded_at is not null as excluded
      from contacts c join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
      where c.org_id = ${ctx.orgId} and c.public_id = ${input.contact}::uuid and c.gone_at is null`);
    if (!row) throw notFound("contact");
    return judged(definition, row.verdicts, row.excluded);
  });
}

/** One boolean for each condition, in the order of `leavesOf`; tables as for `predicate`. */
export function verdictsOf(definition: Definition, at: Moment): SQL {
  const each = leavesOf(definition).map(({ leaf }) =>
    predicate({ include: leaf }, { ...at, fields: at.fields ?? standard }),
  );
  return sql`array[${sql.join(each, sql`, `)}]`;
}

/** `verdicts` as `verdictsOf` gives them. */
export function judged(definition: Definition, verdicts: readonly boolean[], excluded: boolean): Why {
  const rest = verdicts.values();
  const judge = (node: Node): Verdict => {
    if ("field" in node) return { holds: rest.next().value === true, leaf: node };
    if ("not" in node) {
      const not = judge(node.not);
      return { holds: !not.holds, not };
    }
    if ("all" in node) {
      const all = node.all.map(judge);
      return { holds: all.every((one) => one.holds), all };
    }
    const any = node.any.map(judge);
    return { holds: any.some((one) => one.holds), any };
  };
  const include = judge(definition.include);
  const exclude = definition.exclude ? judge(definition.exclude) : null;
  return { holds: include.holds && !exclude?.holds && !excluded, excluded, include, exclude };
}

/** Whether each part holds, by its place: "include.all.2.not" as in `leavesOf`, groups by theirs. */
export function verdictsByPlace({ include, exclude }: Why): Record<string, boolean> {
  const places: Record<string, boolean> = {};
  const note = (verdict: Verdict, place: string) => {
    places[place] = verdict.holds;
    if ("not" in verdict) note(verdict.not, `${place}.not`);
    if ("all" in verdict) for (const [at, one] of verdict.all.entries()) note(one, `${place}.all.${at}`);
    if ("any" in verdict) for (const [at, one] of verdict.any.entries()) note(one, `${place}.any.${at}`);
  };
  note(include, "include");
  if (exclude) note(exclude, "exclude");
  return places;
}
