/** Lists: joining and leaving, what is counted, and what ends with a list. */
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { showSubscriptions } from "@/lib/contacts/subscriptions";
import { listFigures } from "@/lib/lists/figures";
import * as lists from "@/lib/lists/lists";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { linesOf, type Made, makeContact, makePlace, type Place, trailOf } from "../support/groups";
import { useKey } from "../support/organization";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
useKey();

let here: Place;
beforeEach(async () => {
  here = await makePlace();
});

const create = (name: string, description = "") => lists.createList(here.ctx, { name, description });
const join = (list: lists.List, { contact }: Made) => lists.joinList(here.ctx, { contact, list: list.id });
const leave = (list: lists.List, { contact }: Made) => lists.leaveList(here.ctx, { contact, list: list.id });
/** Asked in another zone each time: what took long is kept for a while. */
const figuresOf = async (list: lists.List, zone = "Europe/Oslo") =>
  (await listFigures(here.ctx, { zone })).get(list.id);

describe("a list", () => {
  test("has a name of its own in the organization, in whatever capitals, and the refusal stands at the field", async () => {
    const letter = await create("Letter", "Once a month");
    await expect(create("LETTER")).rejects.toMatchObject({ fields: { name: expect.stringMatching(/already/) } });
    const other = await create("Other");
    const clash = lists.renameList(here.ctx, { list: other.id, name: "letter", description: "" });
    await expect(clash).rejects.toMatchObject({
      problem: "invalid",
      fields: { name: expect.stringMatching(/already/) },
    });
    await lists.renameList(here.ctx, { list: letter.id, name: "LETTER", description: "Twice a month" });
    expect(await lists.listLists(here.ctx)).toMatchObject([
      { name: "LETTER", description: "Twice a month" },
      { name: "Other", description: "" },
    ]);
    await lists.createList((await makePlace()).ctx, { name: "Letter", description: "" });
  });

  test("made twice at the same moment is made once", async () => {
    const made = await Promise.allSettled(Array.from({ length: 6 }, () => create("Letter")));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(made.find(({ status }) => status === "rejected")).toMatchObject({ reason: { problem: "invalid" } });
    expect(await trailOf(here)).toEqual(["list.created: list Letter"]);
  });

  test("takes a description of one line, or none", () => {
    const given = (description?: string) => lists.CreateList.safeParse({ name: "a", description });
    expect(given().data?.description).toBe("");
    expect(given(" two\r\nlines ").data?.description).toBe("two lines");
    expect(given("x".repeat(201)).error?.issues[0]?.message).toBe("Use at most 200 characters.");
  });

  test("that is deleted lets everybody go, changes nobody's consent, and says how many", async () => {
    const letter = await create("Letter");
    const people = [await makeContact(here, { subscribed: true }), await makeContact(here), await makeContact(here)];
    for (const one of people) await join(letter, one);
    await leave(letter, people[2]!);
    expect(await lists.deleteList(here.ctx, { list: letter.id })).toEqual({ name: "Letter", members: 2 });
    const rows = await database().sql`
      select email_consent as state from contacts where org_id = ${here.ctx.orgId} order by id`;
    expect(rows.map(({ state }) => state)).toEqual(["subscribed", "never", "never"]);
    expect(await lists.listLists(here.ctx)).toEqual([]);
    expect((await trailOf(here)).at(-1)).toBe("list.deleted: list Letter");
  });

  test("that a sign-up form fills is not deleted, and the form is named", async () => {
    const letter = await create("Letter");
    await database().sql`
      insert into forms (org_id, store_id, name, title, button, agreement, thanks, list_id)
      select ${here.ctx.orgId}, ${here.storeId}, 'Footer', 't', 'b', 'a', 't', id from lists where public_id = ${letter.id}`;
    await expect(lists.deleteList(here.ctx, { list: letter.id })).rejects.toMatchObject({
      problem: "conflict",
      message: expect.stringContaining("“Footer”"),
    });
    expect(await lists.listLists(here.ctx)).toHaveLength(1);
  });
});

describe("joining", () => {
  test("happens once, leaving too, and coming back begins anew; the timeline tells each", async () => {
    const letter = await create("Letter");
    const person = await makeContact(here);
    const changes = [
      await join(letter, person),
      await join(letter, person),
      await leave(letter, person),
      await leave(letter, person),
      await join(letter, person),
    ].map(({ changed }) => changed);
    expect(changes).toEqual([true, false, true, false, true]);
    expect(await linesOf(here, person)).toEqual(["list.joined Letter", "list.left Letter", "list.joined Letter"]);
    const { lists: on } = await showSubscriptions(here.ctx, { contact: person.contact });
    expect(on).toMatchObject([{ name: "Letter", joinedBy: "Maren Holt" }]);
  });

  test("raises no consent, whatever the state was", async () => {
    const letter = await create("Letter");
    const person = await makeContact(here);
    for (const state of ["never", "pending", "unsubscribed"]) {
      await database().sql`update contacts set email_consent = ${state} where id = ${person.id}`;
      await join(letter, person);
      await leave(letter, person);
      const [row] = await database().sql`
        select email_consent as state, (select count(*)::int from consents where contact_id = c.id) as choices
        from contacts c where id = ${person.id}`;
      expect(row).toEqual({ state, choices: 0 });
    }
  });

  test("twice at the same moment is one joining and one line", async () => {
    const letter = await create("Letter");
    const person = await makeContact(here);
    const joined = await Promise.all(Array.from({ length: 6 }, () => join(letter, person)));
    expect(joined.filter(({ changed }) => changed)).toHaveLength(1);
    expect(await linesOf(here, person)).toEqual(["list.joined Letter"]);
  });

  test("a list while it is deleted ends in no member and no broken promise", async () => {
    const letter = await create("Letter");
    const person = await makeContact(here);
    const [joined] = await Promise.allSettled([join(letter, person), lists.deleteList(here.ctx, { list: letter.id })]);
    if (joined.status === "rejected") expect(joined.reason).toMatchObject({ problem: "not-found" });
    const rows = await database().sql`select 1 from list_members where org_id = ${here.ctx.orgId}`;
    expect(rows).toHaveLength(0);
  });

  test("finds neither another organization's list nor its contact", async () => {
    const there = await makePlace();
    const theirs = await lists.createList(there.ctx, { name: "Theirs", description: "" });
    const [mine, person, stranger] = [await create("Mine"), await makeContact(here), await makeContact(there)];
    await expect(join(theirs, person)).rejects.toMatchObject({ problem: "not-found" });
    await expect(join(mine, stranger)).rejects.toMatchObject({ problem: "not-found" });
    await expect(leave(theirs, person)).rejects.toMatchObject({ problem: "not-found" });
  });
});

test("figures leave out who is excluded or gone, and grow by who joined less who left", async () => {
  const letter = await create("Letter");
  const people = [
    await makeContact(here, { subscribed: true }),
    await makeContact(here),
    await makeContact(here, { excluded: true, subscribed: true }),
    await makeContact(here),
    await makeContact(here),
  ];
  for (const one of people) await join(letter, one);
  const { sql } = database();
  await sql`update contacts set gone_at = now() where id = ${people[3]!.id}`;
  await sql`update list_members set joined_at = now() - interval '40 days' where contact_id = ${people[1]!.id}`;
  await sql`update list_members set joined_at = now() - interval '50 days' where contact_id = ${people[4]!.id}`;
  await leave(letter, people[4]!);
  const figures = (await figuresOf(letter))!;
  expect(figures).toMatchObject({ members: 2, subscribed: 1, growth: { change: 0 } });
  await join(letter, people[4]!);
  expect(await figuresOf(letter, "Europe/Rome")).toMatchObject({ members: 3, growth: { change: 2 } });
  expect(await figuresOf(await create("Empty"), "Europe/Paris")).toBeUndefined();
});

test("a viewer reads and changes nothing", async () => {
  const letter = await create("Letter");
  const { contact } = await makeContact(here);
  const viewer = { ...here.ctx, actor: { kind: "member", userId: 1, name: "Vera", role: "viewer" } as const };
  expect(await lists.listLists(viewer)).toHaveLength(1);
  for (const attempt of [
    lists.createList(viewer, { name: "x", description: "" }),
    lists.renameList(viewer, { list: letter.id, name: "x", description: "" }),
    lists.deleteList(viewer, { list: letter.id }),
    lists.joinList(viewer, { contact, list: letter.id }),
    lists.leaveList(viewer, { contact, list: letter.id }),
  ]) {
    await expect(attempt).rejects.toMatchObject({ problem: "forbidden" });
  }
});
