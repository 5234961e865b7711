/**
 * Four people of whom everything is known, for the examples of each dimension: Ada, Ben, Cyd of whom nothing is, and
 * Dan.
 */

import { type Ctx, database } from "@/lib/tenancy";
import { happenings, memberships, type Name, names, texts, trade } from "./segment-cast-histories";
import { fill } from "./segment-luck";

import { figures } from "./segment-world";

export { amounts, did, type Name, names, ordered } from "./segment-cast-histories";

/** Public ids of the groups, in order, and of the people; inner ids of the merchant's own fields. */
export type Cast = {
  orgId: number;
  people: Record<Name, string>;
  ids: Record<"stores" | "tags" | "lists" | "segments" | "forms" | "store_groups" | "imports", string[]>;
  own: { id: number; publicId: string; name: string; type: "text" | "number" | "date" | "boolean" }[];
};

export async function makeCast(): Promise<Cast> {
  const { sql } = database();
  const [org] =
    await sql`insert into organizations (slug, name, time_zone) values ('cast', 'Cast', 'Europe/Berlin') returning id`;
  const orgId = Number(org!.id);
  const ctx: Ctx = { orgId, actor: { kind: "operator", name: "test" } };
  await groups(orgId);
  await people(ctx);
  const inner = await ofPeople(orgId, "id");
  await imported(orgId, inner);
  await memberships(ctx, inner);
  await trade(ctx, inner);
  await happenings(ctx, inner);
  await figures(ctx);
  const ids = async (table: string) =>
    (await sql`select public_id::text as id from ${sql(table)} where org_id = ${orgId} order by id`).map((row) =>
      String(row.id),
    );
  const [stores, tags, lists, segments, forms, store_groups, imports] = await Promise.all(
    ["stores", "tags", "lists", "segments", "forms", "store_groups", "imports"].map(ids),
  );
  const own = await sql<
    Cast["own"]
  >`select id::int as id, public_id as "publicId", name, type from contact_fields where org_id = ${orgId} order by id`;
  return {
    orgId,
    people: await ofPeople(orgId, "public_id"),
    ids: {
      stores: stores!,
      tags: tags!,
      lists: lists!,
      segments: segments!,
      forms: forms!,
      store_groups: store_groups!,
      imports: imports!,
    },
    own: [...own],
  };
}

async function groups(org: number) {
  const { sql } = database();
  await sql`insert into stores (org_id, platform, name, url, state, currency)
    select ${org}, (array['woocommerce','shopify'])[n], 'Store ' || n, 'https://' || n || '.example', 'active', 'EUR' from generate_series(1, 2) n`;
  await sql`insert into tags (org_id, name) select ${org}, 'Tag ' || n from generate_series(1, 2) n`;
  await sql`insert into lists (org_id, name) select ${org}, 'List ' || n from generate_series(1, 4) n`;
  await sql`insert into segments (org_id, name, definition, state, created_by, edited_by)
    select ${org}, 'Segment ' || n, '{}', 'active', 't', 't' from generate_series(1, 2) n`;
  await sql`insert into forms (org_id, store_id, name, title, button, agreement, thanks)
    select ${org}, (select min(id) from stores where org_id = ${org}), 'Form ' || n, '', '', '', '' from generate_series(1, 2) n`;
  await sql`insert into store_groups (org_id, store_id, external_id, name, named_at)
    select ${org}, (select min(id) from stores where org_id = ${org}), 'g' || n, 'Group ' || n, now() from generate_series(1, 2) n`;
  await sql`insert into contact_fields (org_id, name, type)
    select ${org}, 'Own ' || t, t from unnest(array['text','number','date','boolean']) with ordinality as t(t, n) order by n`;
}

/** One file brought Ben, and changed Dan. */
async function imported(org: number, { Ben, Dan }: Record<Name, string>) {
  const { sql } = database();
  const [file] = await sql`insert into imports (org_id, store_id, file_name, size, started_by, asked_at, loaded)
    select ${org}, min(id), 'people.csv', 1, 't', '2026-11-22 08:05+00', 1 from stores where org_id = ${org} returning id`;
  await sql`insert into import_changes (org_id, import_id, contact_id, line, did)
    values (${org}, ${file!.id}, ${Ben}, 2, 'created'), (${org}, ${file!.id}, ${Dan}, 3, 'updated')`;
}

async function ofPeople<T = Record<Name, string>>(org: number, column: "id" | "public_id"): Promise<T> {
  const { sql } = database();
  const rows = await sql`select ${sql(column)}::text as it from contacts where org_id = ${org} order by id`;
  return Object.fromEntries(names.map((name, n) => [name, String(rows[n]!.it)])) as T;
}

async function people(ctx: Ctx) {
  const stores = await database().sql`select id from stores where org_id = ${ctx.orgId} order by id`;
  const of = (name: Name, first: boolean, at: string | null) => {
    const known = name === "Ada" || name === "Ben";
    const low = name.toLowerCase();
    const told = Object.fromEntries(texts.map((one) => [one, known ? `${name} ${one}` : null]));
    const state = name === "Ada" ? "subscribed" : name === "Ben" ? "unsubscribed" : "never";
    return {
      ...told,
      store_id: Number(stores[first ? 0 : 1]!.id),
      external_id: name === "Ada" ? "ada-1" : null,
      email: known ? `${low}@${low}.example` : null,
      phone: known ? `+49170${name === "Ada" ? "11" : "22"}` : null,
      push_id: known ? `${name} push` : null,
      first_name: known ? `${name} first` : "",
      last_name: known ? `${name} last` : "",
      birthday: at,
      source: name === "Ada" ? "ecommerce" : name === "Ben" ? "csv" : "api",
      special_tags: name === "Ada" ? ["subscriber", "buyer"] : name === "Ben" ? ["buyer"] : [],
      email_consent: state,
      sms_consent: state,
      push_consent: state,
      ...Object.fromEntries(["email_consent_at", "sms_consent_at", "push_consent_at"].map((one) => [one, at])),
      ...Object.fromEntries(["born_at", "created_at", "updated_at"].map((one) => [one, at ?? "2000-01-01"])),
      disabled_at: name === "Ben" ? at : null,
    };
  };
  const column = [
    "store_id bigint",
    ...["external_id", "email", "phone", "push_id", "first_name", "last_name", ...texts].map((one) => `${one} text`),
    "birthday date",
    "source text",
    "special_tags text[]",
    ...["email_consent", "sms_consent", "push_consent"].map((one) => `${one} text`),
    ...[
      "email_consent_at",
      "sms_consent_at",
      "push_consent_at",
      "born_at",
      "created_at",
      "updated_at",
      "disabled_at",
    ].map((one) => `${one} timestamptz`),
  ];
  await fill(ctx, "contacts", column.join(", "), [
    of("Ada", true, "2026-11-12"),
    of("Ben", true, "2025-10-01"),
    of("Cyd", false, null),
    of("Dan", false, "2026-11-25"),
  ]);
}
