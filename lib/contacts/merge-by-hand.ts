/** A member says that two contacts of one store are one person. The preview is the merge itself, rolled back. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { audit } from "@/lib/audit";
import { invalid, notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { writeAliases } from "./aliases";
import { type DerivedStore, derive } from "./derive";
import { Edits } from "./edited";
import { type Field, type Fields, fieldNames } from "./fields";
import { mergeContacts } from "./merge";
import { type Profile, showContact } from "./profile";
import { takeTurn } from "./turn";
import { keepEdits, readEditable } from "./write-edits";

/** Both are public ids, of contacts of one store. */
export const MergeByHand = z.object({
  contact: z.uuid(),
  other: z.uuid("Choose the other contact."),
});
type MergeByHand = z.output<typeof MergeByHand>;

/** `contact` is the one that stays: the older of the two. */
export type Merged = { contact: string; ended: string };

/** What the merge would leave, and which of the two it would be. @throws as `mergeByHand` */
export async function previewMerge(ctx: Ctx, input: MergeByHand): Promise<Merged & { after: Profile }> {
  permit(ctx, "contacts.edit");
  const attempt = transact(ctx, async (ctx): Promise<never> => {
    const merged = await unite(ctx, input);
    throw new Shown({ ...merged, after: await showContact(ctx, merged) });
  });
  return attempt.catch((error: unknown) => {
    if (error instanceof Shown) return error.result;
    throw error;
  });
}

/**
 * Makes one contact of two for good: the older stays, records, tags, lists and timelines are united, consent takes the
 * strictest, totals are computed anew. The store's records of either find it from now on.
 * @throws Failure not-found, invalid (twice the same, or of two stores)
 */
export async function mergeByHand(ctx: Ctx, input: MergeByHand): Promise<Merged> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const merged = await unite(ctx, input);
    await audit(ctx, "contact.merged", `contact ${merged.contact}`, { other: merged.ended });
    return merged;
  });
}

class Shown extends Error {
  constructor(readonly result: Merged & { after: Profile }) {
    super("The preview was read and rolled back.");
  }
}

type Half = {
  id: number;
  contact: string;
  storeId: number;
  externalId: string | null;
  email: string | null;
  emailTyped: string | null;
  phone: string | null;
  edits: unknown;
};

async function unite(ctx: Working, input: MergeByHand): Promise<Merged> {
  const [survivor, loser] = await holdBoth(ctx, input);
  const store = await storeOf(ctx, survivor.storeId);
  const known = (await readEditable(ctx, loser.contact)).fields;
  await mergeContacts(ctx, [{ loser: loser.id, survivor: survivor.id }]);
  await takeKeys(ctx, survivor, loser);
  await derive(ctx, store, [survivor.id]);
  await fillIn(ctx, survivor.contact, known);
  await derive(ctx, store, [survivor.id]);
  return { contact: survivor.contact, ended: loser.contact };
}

/** The older first, as when records merge (product.md, Identity). */
async function holdBoth(ctx: Working, { contact, other }: MergeByHand): Promise<[Half, Half]> {
  const ids = sql`org_id = ${ctx.orgId} and public_id in (${contact}::uuid, ${other}::uuid) and gone_at is null`;
  const found = await ctx.db.execute<{ storeId: string }>(sql`select store_id as "storeId" from contacts where ${ids}`);
  if (found.length === 1 && contact === other) throw invalid("This is the same contact. Choose another one.");
  if (found.length < 2) throw notFound("contact");
  if (found[0]!.storeId !== found[1]!.storeId) {
    throw invalid("These are contacts of two stores. Each store keeps its own; the profile shows them side by side.");
  }
  await takeTurn(ctx, Number(found[0]!.storeId));
  const rows = await ctx.db.execute<Omit<Half, "id" | "storeId"> & { id: string; storeId: string }>(sql`
    select id, public_id as contact, store_id as "storeId", external_id as "externalId", email,
      email_typed as "emailTyped", phone, edits
    from contacts where ${ids} order by born_at, id for update`);
  if (rows.length < 2) throw notFound("contact");
  const [older, younger] = rows.map((row) => ({ ...row, id: Number(row.id), storeId: Number(row.storeId) }));
  return [older!, younger!];
}

async function storeOf(ctx: Working, id: number): Promise<DerivedStore> {
  const [row] = await ctx.db.execute<Pick<DerivedStore, "currency" | "selection">>(
    sql`select currency, selection from stores where org_id = ${ctx.orgId} and id = ${id}`,
  );
  return { id, ...row! };
}

/** An account brings its address along; every other address of the two leads to the survivor. */
async function takeKeys(ctx: Working, survivor: Half, loser: Half) {
  const owner = survivor.externalId || !loser.externalId ? survivor : loser;
  const { email, emailTyped } = owner.email ? owner : owner === survivor ? loser : survivor;
  const edit = Edits.parse(owner.edits).email;
  await ctx.db.execute(sql`
    update contacts set external_id = ${owner.externalId}, email = ${email}, email_typed = ${emailTyped},
      edits = (edits - 'email') || ${JSON.stringify(edit ? { email: edit } : {})}::text::jsonb
    where org_id = ${ctx.orgId} and id = ${survivor.id}`);
  const addresses = new Set(
    [survivor, loser].flatMap((half) => [half.email, half.phone]).filter((one) => one !== null),
  );
  await writeAliases(
    ctx,
    survivor.storeId,
    [...addresses].map((address) => ({ contact: survivor.id, address })),
  );
}

const wholes: Field[][] = [
  ["firstName", "lastName"],
  ["phone"],
  ["language"],
  ["company", "line1", "line2", "postcode", "city", "region", "country"],
];

/** What only the one that ends told is kept, as if a member had written it; a name or an address goes as a whole. */
async function fillIn(ctx: Working, contact: string, known: Fields) {
  const survivor = await readEditable(ctx, contact);
  const missing = wholes.filter((fields) => fields.every((field) => survivor.fields[field] === ""));
  const fields = missing.flat().filter((field) => known[field] !== "");
  const next = Object.fromEntries(
    fieldNames.filter((field) => fields.includes(field)).map((name) => [name, known[name]]),
  );
  if (fields.length > 0) await keepEdits(ctx, survivor, next, fields);
}
