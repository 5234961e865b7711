/** `npm run bench api`: contacts upserted one by one and a thousand at once, read by id and by address. */
import { sql } from "drizzle-orm";
import { closeDatabase } from "@/db/client";
import { findContacts } from "@/lib/api/contacts/list";
import { getContact } from "@/lib/api/contacts/read";
import { UpsertContacts, upsertContact, upsertContacts } from "@/lib/api/contacts/upsert";
import { rowsOf } from "@/lib/sets";
import { openStore } from "@/lib/stores/open";
import { database, refreshStatistics, transact } from "@/lib/tenancy";
import { chosenSize, measure, report, tell, timed } from "../support/bench";
import { makeOrganization, useKey } from "../support/organization";

const known = chosenSize(100_000);
const thousand = 1_000;
useKey();
const ctx = await makeOrganization();
const open = { name: "Bench", currency: "EUR", country: "DE", timeZone: "UTC" };
const { store } = await openStore(ctx, open);
const [{ id: storeId } = { id: 0 }] = await database().sql`select id::int from stores where public_id = ${store}`;

tell(`Making ${known.toLocaleString("en")} contacts …`);
let next = 0;
const person = (n: number, name = `Name ${n}`) => ({
  email: `person-${n}@example.org`,
  phone: `+4917${String(n).padStart(8, "0")}`,
  firstName: name,
  lastName: "Bench",
  city: "Berlin",
  country: "DE",
});
const fresh = (count: number, name?: string) => Array.from({ length: count }, () => person(next++, name));
/** As a call brings them: checking is part of the work. */
const upsert = (contacts: object[]) => upsertContacts(ctx, UpsertContacts.parse({ store, contacts }));
while (next < known) await upsert(fresh(thousand));
await refreshStatistics();

const some = () => Math.floor(Math.random() * known);
const ids = await database().sql<{ id: string }[]>`select public_id as id from contacts limit 1000`;

const idOf = () => ids[Math.floor(Math.random() * ids.length)]!.id;
const inMs = async (work: () => Promise<unknown>) => (await timed(work)) * 1000;

const row = (is: ReturnType<typeof sql>) =>
  transact(ctx, (ctx) => ctx.db.execute(sql`select * from contacts where org_id = ${ctx.orgId} and ${is}`));

const lines = [
  await measure("api", {
    work: "upsert 1,000 new contacts in one call",
    n: thousand,
    unit: "ms",
    target: 3,
    floorName: "one INSERT … ON CONFLICT of 1,000 rows",
    floor: () => inMs(() => insert(fresh(thousand))),
    run: () => inMs(() => upsert(fresh(thousand))),
  }),
  await measure("api", {
    work: "upsert 1,000 known contacts, each with another name",
    n: thousand,
    unit: "ms",
    target: 3,
    floorName: "one INSERT … ON CONFLICT of 1,000 rows that are there",
    floor: () => inMs(() => insert(known1000(`Floor ${Math.random()}`))),
    run: () => inMs(() => upsert(known1000(`Work ${Math.random()}`))),
  }),
  await measure("api", {
    work: "upsert 1,000 known contacts that say nothing new",
    n: thousand,
    unit: "ms",
    target: 1.5,
    floorName: "one INSERT … ON CONFLICT of 1,000 rows that are there",
    floor: () => inMs(() => insert(known1000(`Floor ${Math.random()}`))),
    run: async () => {
      await upsert(known1000("Same"));
      return inMs(() => upsert(known1000("Same")));
    },
  }),
  await measure("api", {
    work: "upsert one new contact",
    n: 100,
    unit: "ms",
    target: 15,
    floorName: "one INSERT … ON CONFLICT of a row",
    floor: () => each(100, () => insert(fresh(1))),
    run: () => each(100, () => upsertContact(ctx, { store, ...fresh(1)[0]! })),
  }),
  await measure("api", {
    work: "read a contact by its id",
    n: 200,
    unit: "ms",
    target: 4,
    floorName: "its row by its id",
    floor: () => each(200, () => row(sql`public_id = ${idOf()}::uuid`)),
    run: () => each(200, () => getContact(ctx, { contact: idOf() })),
  }),
  await measure("api", {
    work: "find a contact by its e-mail address",
    n: 200,
    unit: "ms",
    target: 4,
    floorName: "its row by its address",
    floor: () => each(200, () => row(sql`email = ${`person-${some()}@example.org`}`)),
    run: () => each(200, () => findContacts(ctx, { email: `person-${some()}@example.org` })),
  }),
];
report(lines);
await closeDatabase();

function known1000(name: string) {
  const first = Math.floor(Math.random() * (known - thousand));
  return Array.from({ length: thousand }, (_, n) => person(name === "Same" ? n : first + n, name));
}

async function each(times: number, work: () => Promise<unknown>): Promise<number> {
  const all = async () => {
    for (let n = 0; n < times; n++) await work();
  };
  return (await inMs(all)) / times;
}

/**
 * The least that keeps the same rows: one statement in one transaction, without timeline, figures, edits or consent.
 */
async function insert(people: ReturnType<typeof person>[]) {
  const rows = people.map(({ firstName, lastName, ...rest }) => ({
    ...rest,
    first_name: firstName,
    last_name: lastName,
  }));
  await transact(ctx, (ctx) =>
    ctx.db.execute(sql`
      insert into contacts (org_id, store_id, source, email, email_typed, phone, phone_key, first_name, last_name, city,
        country, born_at, kept_at)
      select ${ctx.orgId}, ${storeId}, 'api', email, email, phone, phone, first_name, last_name, city, country, now(), now()
      from ${rowsOf(rows)} as r(email text, phone text, first_name text, last_name text, city text, country text)
      on conflict (org_id, store_id, email) where email is not null do update
        set first_name = excluded.first_name, last_name = excluded.last_name, updated_at = now()`),
  );
}
