/** Tags: their names, who has them, merging and ending them, and many who do it at once. */
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { specialTags, tagFigures } from "@/lib/tags/figures";
import * as tags from "@/lib/tags/tags";
import { database, transact } from "@/lib/tenancy";
import { readTimeline } from "@/lib/timeline/read";
import { useTestDatabase } from "../support/db";
import { linesOf, type Made, makeContact, makePlace, type Place, trailOf } from "../support/groups";
import { useKey } from "../support/organization";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
useKey();

const zone = "Europe/Oslo";
const nobody = "00000000-0000-7000-8000-000000000000";

let here: Place;
beforeEach(async () => {
  here = await makePlace();
});

const create = (name: string, colour: "grey" | "red" = "grey") => tags.createTag(here.ctx, { name, colour });
const names = async (place = here) => (await tags.listTags(place.ctx)).map(({ name }) => name);
const tagAll = async (people: Made[], ...given: string[]) => {
  for (const { contact } of people) await tags.tagContact(here.ctx, { contact, tags: given });
};
const peopleHere = (count: number) => Promise.all(Array.from({ length: count }, () => makeContact(here)));
const contactsOf = async (tag: string) => (await tagFigures(here.ctx, { zone })).get(tag)?.contacts ?? 0;

describe("a name", () => {
  test("is taken in capitals and small letters alike, and the refusal stands at its field", async () => {
    await create("Grüße");
    await expect(create("GRÜSSE")).resolves.toBeTruthy();
    await expect(create("grüße")).rejects.toMatchObject({
      problem: "invalid",
      fields: { name: expect.stringMatching(/already/) },
    });
    const other = await create("Other");
    await expect(tags.renameTag(here.ctx, { tag: other.id, name: "GRÜßE" })).rejects.toMatchObject({
      fields: { name: expect.stringMatching(/already/) },
    });
    await tags.renameTag(here.ctx, { tag: other.id, name: "OTHER" });
    expect(await names()).toContain("OTHER");
  });

  test("is free in another organization", async () => {
    await create("VIP");
    const there = await makePlace();
    await tags.createTag(there.ctx, { name: "VIP", colour: "grey" });
    expect(await names(there)).toEqual(["VIP"]);
  });

  test("is one line that reads as it looks, whatever was typed", () => {
    const given = (name: string) => tags.TagName.safeParse(name);
    expect(given("  two \n words\t ").data).toBe("two words");
    expect(given("a\u0000b\u202Ec\u200Bd\uFEFF").data).toBe("a bcd");
    expect(given("e\u0301").data).toBe("\u00e9");
    expect(given("=1+1<script>").data).toBe("=1+1<script>");
    expect(given("\ud800 lone").data).toBe("lone");
    expect(given("👩‍👩‍👧").data).toBe("👩‍👩‍👧");
    for (const empty of ["", " \n ", "\u200B", "\u200F"]) {
      expect(given(empty).error?.issues[0]?.message).toBe("Enter a name.");
    }
    expect(given("x".repeat(80)).success).toBe(true);
    expect(given("x".repeat(10_000)).error?.issues[0]?.message).toBe("Use at most 80 characters.");
  });

  test("of a special tag stays the stores'", () => {
    for (const name of ["Buyer", " subscriber ", "CONTACT"]) expect(tags.TagName.safeParse(name).success).toBe(false);
  });
});

describe("naming many", () => {
  const nameTags = (given: string[]) => transact(here.ctx, (ctx) => tags.nameTags(ctx, given));

  test("finds what is there, makes the rest, and one tag for names that differ in capitals only", async () => {
    const vip = await create("VIP", "red");
    const found = await nameTags(["vip", "New", "NEW", "new"]);
    expect(found).toHaveLength(2);
    expect(found.find(({ name }) => name === "VIP")).toMatchObject({ publicId: vip.id, colour: "red" });
    expect(await names()).toEqual(["New", "VIP"]);
    expect(await trailOf(here)).toEqual(["tag.created: tag VIP", "tag.created: tag New"]);
    expect(await nameTags([])).toEqual([]);
  });

  test("makes each once, however many ask at the same moment in whatever order", async () => {
    const wanted = Array.from({ length: 30 }, (_, n) => `tag ${n}`);
    const asked = Array.from({ length: 8 }, (_, n) => (n % 2 ? wanted : wanted.toReversed()));
    const answers = await Promise.all(asked.map(nameTags));
    const ids = answers.map((answer) => answer.map(({ id }) => id).sort());
    expect(new Set(ids.map((each) => each.join())).size).toBe(1);
    expect(await names()).toHaveLength(30);
  });

  test("makes a tag anew that is deleted while one waits for it", async () => {
    const gone = await create("Going");
    let waiting: Promise<unknown> | undefined;
    await transact(here.ctx, async (ctx) => {
      await tags.deleteTag(ctx, { tag: gone.id });
      waiting = nameTags(["going"]);
      await new Promise((done) => setTimeout(done, 100));
    });
    expect(await waiting).toMatchObject([{ name: "going" }]);
    expect(await names()).toEqual(["going"]);
  });
});

describe("a contact", () => {
  test("gets each tag once and loses it again, and its timeline says so", async () => {
    const person = await makeContact(here);
    const { contact } = person;
    expect(await tags.tagContact(here.ctx, { contact, tags: ["VIP", "Fair"] })).toEqual({ added: ["Fair", "VIP"] });
    expect(await tags.tagContact(here.ctx, { contact, tags: ["vip"] })).toEqual({ added: [] });
    const vip = (await tags.listTags(here.ctx)).find(({ name }) => name === "VIP")!;
    expect(await tags.untagContact(here.ctx, { contact, tag: vip.id })).toEqual({ removed: "VIP" });
    expect(await tags.untagContact(here.ctx, { contact, tag: vip.id })).toEqual({ removed: null });
    expect(await linesOf(here, person)).toEqual(["tag.added Fair", "tag.added VIP", "tag.removed VIP"]);
    const { lines } = await readTimeline(here.ctx, { contact });
    expect(lines[0]).toMatchObject({ kind: "tag.removed", actor: "Maren Holt", detail: { name: "VIP" } });
  });

  test("that is gone, or somebody else's, is not found", async () => {
    const gone = await makeContact(here, { gone: true });
    const elsewhere = await makeContact(await makePlace());
    for (const { contact } of [gone, elsewhere, { contact: nobody }]) {
      const attempt = tags.tagContact(here.ctx, { contact, tags: ["VIP"] });
      await expect(attempt).rejects.toMatchObject({ problem: "not-found" });
    }
    expect(await names()).toEqual([]);
  });

  test("tagged while the tag is merged away has the tag that stays, or the old one anew, and nothing breaks", async () => {
    const [from, into] = [await create("old"), await create("new")];
    const people = await peopleHere(6);
    await Promise.all([
      ...people.map(({ contact }) => tags.tagContact(here.ctx, { contact, tags: ["old"] })),
      tags.mergeTags(here.ctx, { from: [from.id], into: into.id }),
    ]);
    const [row] = await database().sql`
      select count(distinct contact_id)::int as n from contact_tags where org_id = ${here.ctx.orgId}`;
    expect(row!.n).toBe(6);
  });
});

describe("merging", () => {
  test("gives everybody the tag that stays once, and keeps since when they had either", async () => {
    const [a, b, c] = [await create("a"), await create("b"), await create("c")];
    const [one, two, three] = await peopleHere(3);
    await tagAll([one!, two!], "a");
    await tagAll([two!, three!], "b");
    await tagAll([one!], "c");
    await database().sql`update contact_tags set added_at = '2020-01-01' where contact_id = ${two!.id}`;
    expect(await tags.mergeTags(here.ctx, { from: [a.id, b.id], into: c.id })).toEqual({ name: "c", moved: 2 });
    expect(await names()).toEqual(["c"]);
    expect(await contactsOf(c.id)).toBe(3);
    const [row] = await database().sql`
      select added_at from contact_tags where org_id = ${here.ctx.orgId} and contact_id = ${two!.id}`;
    expect(new Date(row!.added_at)).toEqual(new Date("2020-01-01"));
    expect((await trailOf(here)).at(-1)).toBe("tag.merged: tag c");
  });

  test("into itself or with somebody else's tag is refused, and changes nothing", async () => {
    const [a, b] = [await create("a"), await create("b")];
    const theirs = await tags.createTag((await makePlace()).ctx, { name: "theirs", colour: "grey" });
    const itself = tags.mergeTags(here.ctx, { from: [a.id, b.id], into: a.id });
    await expect(itself).rejects.toMatchObject({ problem: "invalid", fields: { into: expect.any(String) } });
    for (const merge of [
      { from: [a.id, theirs.id], into: b.id },
      { from: [a.id], into: theirs.id },
    ]) {
      await expect(tags.mergeTags(here.ctx, merge)).rejects.toMatchObject({ problem: "not-found" });
    }
    expect(await names()).toEqual(["a", "b"]);
  });

  test("two at once that go round in a circle leave one tag and everybody in it", async () => {
    const [a, b] = [await create("a"), await create("b")];
    const people = await peopleHere(4);
    await tagAll(people.slice(0, 2), "a");
    await tagAll(people.slice(2), "b");
    const both = await Promise.allSettled([
      tags.mergeTags(here.ctx, { from: [a.id], into: b.id }),
      tags.mergeTags(here.ctx, { from: [b.id], into: a.id }),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [left] = await tags.listTags(here.ctx);
    expect(await contactsOf(left!.id)).toBe(4);
  });
});

test("a deleted tag is on nobody, and the trail says how many had it", async () => {
  const vip = await create("VIP");
  await tagAll(await peopleHere(3), "VIP");
  expect(await tags.deleteTag(here.ctx, { tag: vip.id })).toEqual({ name: "VIP", contacts: 3 });
  expect(await names()).toEqual([]);
  const [row] = await database().sql`
    select detail from audit_trail where org_id = ${here.ctx.orgId} and verb = 'tag.deleted'`;
  expect(row!.detail).toEqual({ contacts: 3 });
  await expect(tags.deleteTag(here.ctx, { tag: vip.id })).rejects.toMatchObject({ problem: "not-found" });
});

test("a colour is changed once, and told once", async () => {
  const vip = await create("VIP");
  for (let twice = 0; twice < 2; twice++) await tags.colourTag(here.ctx, { tag: vip.id, colour: "red" });
  expect((await tags.listTags(here.ctx))[0]).toMatchObject({ colour: "red" });
  expect((await trailOf(here)).filter((line) => line.startsWith("tag.coloured"))).toHaveLength(1);
});

describe("figures", () => {
  test("count who is there to be seen, and when they got the tag", async () => {
    const vip = await create("VIP");
    const people = await peopleHere(5);
    await tagAll(people, "VIP");
    const { sql } = database();
    const [gone, long, week] = people;
    await sql`update contacts set gone_at = now() where id = ${gone!.id}`;
    await sql`update contact_tags set added_at = now() - interval '40 days' where contact_id = ${long!.id}`;
    await sql`update contact_tags set added_at = now() - interval '7 days' where contact_id = ${week!.id}`;
    const figures = (await tagFigures(here.ctx, { zone })).get(vip.id)!;
    expect(figures.contacts).toBe(4);
    expect(figures.growth.change).toBe(3);
    expect(figures.growth.days.at(-1)).toBe(2);
    expect(figures.growth.days.at(-8)).toBe(1);
    expect(figures.growth.days).toHaveLength(30);
  });

  test("of special tags are counted per store, also where there are none", async () => {
    await makeContact(here, { specialTags: ["subscriber", "buyer"] });
    await makeContact(here, { specialTags: ["buyer"] });
    await makeContact(here, { specialTags: ["buyer"], gone: true });
    expect(await specialTags(here.ctx)).toMatchObject([{ counts: { subscriber: 1, buyer: 2, contact: 0 } }]);
    expect(await specialTags((await makePlace()).ctx)).toMatchObject([
      { counts: { subscriber: 0, buyer: 0, contact: 0 } },
    ]);
  });
});

test("a viewer reads and changes nothing", async () => {
  const vip = await create("VIP");
  const { contact } = await makeContact(here);
  const viewer = { ...here.ctx, actor: { kind: "member", userId: 1, name: "Vera", role: "viewer" } as const };
  expect(await tags.listTags(viewer)).toHaveLength(1);
  for (const attempt of [
    tags.createTag(viewer, { name: "x", colour: "grey" }),
    tags.renameTag(viewer, { tag: vip.id, name: "x" }),
    tags.colourTag(viewer, { tag: vip.id, colour: "red" }),
    tags.mergeTags(viewer, { from: [vip.id], into: nobody }),
    tags.deleteTag(viewer, { tag: vip.id }),
    tags.tagContact(viewer, { contact, tags: ["x"] }),
    tags.untagContact(viewer, { contact, tag: vip.id }),
  ]) {
    await expect(attempt).rejects.toMatchObject({ problem: "forbidden" });
  }
});
