/** An address that several named stays suppressed until the last of them takes it back, in whatever order. */
import { beforeEach, expect, test } from "vitest";
import { addressHash } from "@/lib/address-hash";
import { eraseContact } from "@/lib/contacts/erase";
import { undoImport } from "@/lib/imports/begin";
import { rehashAddresses } from "@/lib/suppressions/rehash";
import * as suppressions from "@/lib/suppressions/suppressions";
import { putIn, takeBack } from "@/lib/suppressions/words";
import { database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makePlace, type Place } from "../support/groups";
import { carry } from "../support/imports";
import { useKey } from "../support/organization";
import { stageRows } from "../support/staged-rows";

useTestDatabase();
useKey();

let here: Place;
beforeEach(async () => {
  here = await makePlace();
});

const ann = "ann@example.org";

async function list(file: string, ...emails: string[]) {
  const rows = emails.map((email) => ({ email, suppressed: "manual" }));
  const made = await stageRows(here.ctx, here.storeId, rows, { kind: "suppressed", file });
  const { counts } = await carry(here.ctx, made.publicId);
  return { id: made.publicId, counts };
}

async function undo(id: string) {
  await undoImport(here.ctx, { import: id });
  return (await carry(here.ctx, id)).undo?.removed;
}

/** Who is suppressed, by whose word. */
const held = async () => [
  ...(await database().sql`
    select address, added_by as by, note from suppressions where org_id = ${here.ctx.orgId} order by 1`),
];
const byMember = () => suppressions.suppress(here.ctx, { channel: "email", addresses: ann, note: "asked by phone" });

test.each([
  ["the first before the second", 0],
  ["the second before the first", 1],
])("whom two lists name is lifted by the undo of both: %s", async (_, at) => {
  const lists = [await list("a.csv", ann, "ben@example.org"), await list("b.csv", "cy@example.org", ann)];
  expect(lists[1]!.counts).toMatchObject({ loaded: 1, known: 1 });
  const [first, last] = [lists[at]!, lists[1 - at]!];
  expect(await undo(first.id)).toBe(1);
  const file = ["b.csv", "a.csv"][at];
  expect((await held()).find(({ address }) => address === ann)).toMatchObject({
    by: `the import “${file}”`,
    note: file,
  });
  expect(await undo(last.id)).toBe(2);
  expect(await held()).toEqual([]);
});

test("whom a member put in as well stays when the list is undone, and the other way round", async () => {
  const first = await list("a.csv", ann);
  expect(await byMember()).toMatchObject({ added: 0, already: 1, undo: null });
  expect(await undo(first.id)).toBe(0);
  expect(await held()).toEqual([{ address: ann, by: "Maren Holt", note: "asked by phone" }]);
  const [one] = (await suppressions.listSuppressions(here.ctx, {})).items;
  await suppressions.liftSuppression(here.ctx, { suppression: one!.id });
  const added = await byMember();
  await list("b.csv", ann);
  expect(await suppressions.undoSuppress(here.ctx, { token: added.undo! })).toEqual({ lifted: 0 });
  expect(await held()).toMatchObject([{ by: "the import “b.csv”" }]);
});

test("a member lifts an address with all words, and who takes that back brings all of them", async () => {
  const [first, second] = [await list("a.csv", ann), await list("b.csv", ann)];
  const [one] = (await suppressions.listSuppressions(here.ctx, {})).items;
  const { undo: token } = await suppressions.liftSuppression(here.ctx, { suppression: one!.id });
  expect(await held()).toEqual([]);
  await suppressions.undoLift(here.ctx, { token });
  expect(await undo(first.id)).toBe(0);
  expect(await held()).toMatchObject([{ by: "the import “b.csv”" }]);
  expect(await undo(second.id)).toBe(1);
});

test("a word said twice counts once, and another organization's never", async () => {
  const word = { by: "Test", at: "2026-11-23T10:00:00.123456+01:00", note: "" };
  const rows = [{ channel: "email", address: ann, hash: addressHash(here.ctx.orgId, ann), reason: "manual" }];
  const put = (place: Place, more = {}) => transact(place.ctx, (ctx) => putIn(ctx, { ...word, ...more }, rows));
  expect([await put(here), await put(here), await put(here, { by: "Else" }), await put(here, { by: "Else" })]).toEqual([
    1, 0, 0, 0,
  ]);
  const there = await makePlace();
  expect(await transact(there.ctx, (ctx) => takeBack(ctx, word))).toBe(0);
  expect(await transact(here.ctx, (ctx) => takeBack(ctx, { ...word, at: "2026-11-23T09:00:00.123456Z" }))).toBe(0);
  expect(await held()).toMatchObject([{ by: "Else" }]);
  expect(await transact(here.ctx, (ctx) => takeBack(ctx, { ...word, by: "Else" }))).toBe(1);
});

test("of an erased person no word stays, and after the key was turned all do", async () => {
  const { sql } = database();
  const { orgId } = here.ctx;
  await list("a.csv", ann, "ben@example.org");
  await list("b.csv", ann, "ben@example.org");
  const [contact] = await sql<{ id: string }[]>`
    insert into contacts (org_id, store_id, email, source, born_at)
    values (${orgId}, ${here.storeId}, ${ann}, 'api', now()) returning public_id as id`;
  const owner = { ...here.ctx, actor: { ...here.ctx.actor, role: "owner" as const } };
  await eraseContact(owner as typeof here.ctx, { contact: contact!.id, typed: ann });
  expect(
    await sql`select note, also from suppressions where org_id = ${orgId} and address is null and reason = 'manual'`,
  ).toEqual([{ note: "", also: [] }]);
  await sql`update suppressions set address_hash = 'old' || address_hash where org_id = ${orgId} and address = 'ben@example.org'`;
  const third = await list("c.csv", "ben@example.org");
  await transact(here.ctx, (ctx) => rehashAddresses(ctx));
  expect(await undo(third.id)).toBe(0);
  expect(
    await sql`select added_by as by, jsonb_array_length(also) as more from suppressions
    where org_id = ${orgId} and address = 'ben@example.org'`,
  ).toEqual([{ by: "the import “a.csv”", more: 1 }]);
});
