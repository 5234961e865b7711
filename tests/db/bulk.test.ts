/** Work over many contacts: exactly those who were meant, exactly once, whatever happens meanwhile. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cancelBulk, undoBulk } from "@/lib/bulk/manage";
import { advanceBulk, stuckBulk } from "@/lib/bulk/run";
import { countSelected } from "@/lib/bulk/selection";
import { listBulk, recentBulk, showBulk } from "@/lib/bulk/show";
import { hearClaims } from "@/lib/consent/apply";
import { createList } from "@/lib/lists/lists";
import { tagContact, untagContact } from "@/lib/tags/tags";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { readTimeline } from "@/lib/timeline/read";
import { begin, carryOut, cutParts, fillStore, toTheEnd } from "../support/bulk";
import { useTestDatabase } from "../support/db";
import { makeMember, makeOwner } from "../support/members";
import { makeStore, useKey } from "../support/organization";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
useKey();

type House = { ctx: Ctx; store: number };

async function house(count = 40): Promise<House> {
  const owner = await makeOwner();
  const store = await makeStore(owner.ctx);
  await fillStore(owner.ctx, store.id, count);
  return { ctx: owner.ctx, store: store.id };
}

/** Last names of those who have the tag, in order: "No 1". */
async function tagged({ ctx }: House, name: string): Promise<string[]> {
  const rows = await database().sql`
    select c.last_name as name from contact_tags ct join tags t on t.org_id = ct.org_id and t.id = ct.tag_id
    join contacts c on c.org_id = ct.org_id and c.id = ct.contact_id
    where ct.org_id = ${ctx.orgId} and t.name = ${name} order by c.id`;
  return rows.map((row) => row.name);
}

async function ids({ ctx }: House, where = "%"): Promise<string[]> {
  const rows = await database().sql`
    select public_id from contacts where org_id = ${ctx.orgId} and last_name like ${where} and gone_at is null order by id`;
  return rows.map((row) => row.public_id);
}

const run = (house: House, bulkId: number, seconds = 0) => advanceBulk(house.ctx, { bulkId, seconds });

describe("who is meant", () => {
  test("is everybody who matches at the moment asked: who comes later is not, who stops matching is", async () => {
    const here = await house();
    const { bulkId } = await begin(here.ctx, { kind: "tag", tags: ["VIP"], query: "status=subscribed", expected: 20 });
    await cutParts(bulkId, 7);
    await run(here, bulkId);
    await database().sql`update contacts set email_consent = 'unsubscribed' where org_id = ${here.ctx.orgId}`;
    await fillStore(here.ctx, here.store, 10, "late");
    await toTheEnd(here.ctx, bulkId);
    expect(await tagged(here, "VIP")).toEqual(Array.from({ length: 20 }, (_, n) => `No ${2 * n + 2}`));
  });

  test("is not narrowed by what the action itself does: unsubscribing the subscribed reaches them all", async () => {
    const here = await house();
    const { sql } = database();
    await sql`insert into consents (org_id, contact_id, channel, opted_in_at)
      select org_id, id, 'email', now() - interval '1 day' from contacts where org_id = ${here.ctx.orgId} and email_consent = 'subscribed'`;
    const { bulkId, bulk } = await begin(here.ctx, { kind: "unsubscribe", query: "status=subscribed", expected: 20 });
    await cutParts(bulkId, 6);
    await toTheEnd(here.ctx, bulkId);
    expect(await showBulk(here.ctx, { bulk })).toMatchObject({ state: "done", done: 20, changed: 20 });
    expect(await countSelected(here.ctx, { all: true, query: "status=subscribed", contacts: [] })).toMatchObject({
      n: 0,
    });
  });

  test("must be as many as were confirmed: else nothing is changed and the number of now is told", async () => {
    const here = await house();
    const asked = { kind: "tag" as const, tags: ["Nobody"], query: "", expected: 41 };
    await expect(begin(here.ctx, asked)).rejects.toMatchObject({
      problem: "conflict",
      message: expect.stringContaining("Not 41 but 40 contacts are meant by now"),
    });
    expect((await listBulk(here.ctx)).actions).toEqual([]);
    expect(await database().sql`select 1 from tags where org_id = ${here.ctx.orgId}`).toHaveLength(0);
  });

  test("as many as were counted, although newcomers came between counting and confirming: they are not meant", async () => {
    const here = await house();
    const { n, at } = await countSelected(here.ctx, { all: true, query: "", contacts: [] });
    await fillStore(here.ctx, here.store, 10, "late");
    const { view } = await carryOut(here.ctx, { kind: "tag", tags: ["Counted"], at, expected: n });
    expect(view).toMatchObject({ state: "done", changed: 40 });
  });

  test("may be chosen one by one; another organization's contacts are nobody", async () => {
    const [here, there] = [await house(6), await house(6)];
    const [mine, theirs] = [await ids(here), await ids(there)];
    const asked = { kind: "tag" as const, tags: ["Chosen"] };
    await expect(begin(here.ctx, { ...asked, contacts: theirs, expected: 6 })).rejects.toThrow("0 contacts are meant");
    await carryOut(here.ctx, { ...asked, contacts: [mine[1]!, mine[4]!], expected: 2 });
    expect(await tagged(here, "Chosen")).toEqual(["No 2", "No 5"]);
    expect(await tagged(there, "Chosen")).toEqual([]);
  });

  test("is found by what was searched for, and a filter that is not understood is refused, not widened", async () => {
    const here = await house();
    await carryOut(here.ctx, { kind: "tag", tags: ["Found"], query: "q=p33%40", expected: 1 });
    expect(await tagged(here, "Found")).toEqual(["No 33"]);
    const wide = { kind: "delete" as const, query: "status=cheerful", expected: 40 };
    await expect(begin(here.ctx, wide)).rejects.toMatchObject({ problem: "invalid" });
  });

  test("another organization's list is not found, and a tag that is not there cannot be taken off", async () => {
    const [here, there] = [await house(2), await house(2)];
    const { id } = await createList(there.ctx, { name: "Theirs", description: "" });
    const asked = { kind: "list" as const, list: id, expected: 2 };
    await expect(begin(here.ctx, asked)).rejects.toMatchObject({ problem: "not-found" });
    await expect(begin(here.ctx, { kind: "untag", tags: ["Nope"], expected: 2 })).rejects.toThrow("no tag “Nope”");
    expect(await database().sql`select 1 from tags where org_id = ${here.ctx.orgId}`).toHaveLength(0);
  });

  test("may be put on a list that is named as it is asked: made once, known in capitals too, and never without a name", async () => {
    const here = await house(4);
    const [first, second] = await ids(here);
    await carryOut(here.ctx, { kind: "list", list: "", newList: " Summer  fair ", contacts: [first!], expected: 1 });
    await carryOut(here.ctx, { kind: "list", newList: "SUMMER FAIR", contacts: [second!], expected: 1 });
    const found = await database().sql`select l.name, count(*)::int as n from list_members m
      join lists l on l.org_id = m.org_id and l.id = m.list_id where m.org_id = ${here.ctx.orgId} group by 1`;
    expect([...found]).toEqual([{ name: "Summer fair", n: 2 }]);
    await expect(begin(here.ctx, { kind: "list", expected: 4 })).rejects.toThrow("name a new one");
    await expect(begin(here.ctx, { kind: "unlist", newList: "Else", expected: 4 })).rejects.toThrow("Choose a list");
  });

  test("a viewer may do nothing to them, an editor everything but take them along", async () => {
    const here = await house(3);
    const [viewer, editor] = [await makeMember(here.ctx.orgId, "viewer"), await makeMember(here.ctx.orgId, "editor")];
    const tag = { kind: "tag" as const, tags: ["A"], expected: 3 };
    await expect(begin(viewer.ctx, tag)).rejects.toMatchObject({ problem: "forbidden" });
    await expect(begin(editor.ctx, { kind: "export", expected: 3 })).rejects.toMatchObject({ problem: "forbidden" });
    const { bulk } = await begin(editor.ctx, tag);
    await expect(cancelBulk(viewer.ctx, { bulk })).rejects.toMatchObject({ problem: "forbidden" });
    await expect(undoBulk(viewer.ctx, { bulk })).rejects.toMatchObject({ problem: "forbidden" });
  });
});

describe("a run", () => {
  test("that dies in a batch goes on from the batch before, and nothing is done twice", async () => {
    const here = await house();
    const { bulkId, bulk } = await begin(here.ctx, { kind: "tag", tags: ["Once"], expected: 40 });
    await cutParts(bulkId, 9);
    await run(here, bulkId);
    const { sql } = database();
    // The third batch fails at its last statement, after its contacts were tagged.
    await sql.unsafe(`alter table bulk_actions add constraint dies check (seen <= 18 or id <> ${bulkId})`);
    await expect(toTheEnd(here.ctx, bulkId)).rejects.toThrow();
    expect(await tagged(here, "Once")).toHaveLength(18);
    expect(await showBulk(here.ctx, { bulk })).toMatchObject({ state: "running", done: 18, changed: 18 });
    await sql`alter table bulk_actions drop constraint dies`;
    await Promise.all([toTheEnd(here.ctx, bulkId), toTheEnd(here.ctx, bulkId), toTheEnd(here.ctx, bulkId)]);
    expect(await showBulk(here.ctx, { bulk })).toMatchObject({ state: "done", done: 40, changed: 40 });
    expect(await tagged(here, "Once")).toHaveLength(40);
    expect(await run(here, bulkId)).toEqual({ done: true });
  });

  test("that nobody moves is found by the clock", async () => {
    const here = await house(2);
    const { bulkId } = await begin(here.ctx, { kind: "disable", expected: 2 });
    expect(await stuckBulk()).not.toContainEqual({ orgId: here.ctx.orgId, bulkId });
    await database().sql`update bulk_actions set progressed_at = now() - interval '2 minutes' where id = ${bulkId}`;
    expect(await stuckBulk()).toContainEqual({ orgId: here.ctx.orgId, bulkId });
  });

  test("stops after its batch when it is cancelled, and says how many are through; that can be undone", async () => {
    const here = await house();
    const { bulkId, bulk } = await begin(here.ctx, { kind: "tag", tags: ["Half"], expected: 40 });
    await cutParts(bulkId, 10);
    await run(here, bulkId);
    await cancelBulk(here.ctx, { bulk });
    await toTheEnd(here.ctx, bulkId);
    expect(await showBulk(here.ctx, { bulk })).toMatchObject({ state: "cancelled", done: 10, canUndo: true });
    expect(await tagged(here, "Half")).toHaveLength(10);
    await expect(cancelBulk(here.ctx, { bulk })).rejects.toMatchObject({ problem: "conflict" });
    await undoBulk(here.ctx, { bulk });
    await toTheEnd(here.ctx, bulkId);
    expect(await tagged(here, "Half")).toEqual([]);
  });

  test("ends with a sentence when its list is deleted meanwhile", async () => {
    const here = await house(4);
    const list = await createList(here.ctx, { name: "Fair", description: "" });
    const { bulkId, bulk } = await begin(here.ctx, { kind: "list", list: list.id, expected: 4 });
    await database().sql`delete from lists where org_id = ${here.ctx.orgId}`;
    await toTheEnd(here.ctx, bulkId);
    expect(await showBulk(here.ctx, { bulk })).toMatchObject({
      state: "failed",
      error: "The list “Fair” was deleted meanwhile.",
    });
  });

  test("passes over who is no more, and over the contact that is erased under its hands", async () => {
    const here = await house(10);
    const { bulkId, bulk } = await begin(here.ctx, { kind: "tag", tags: ["Left"], expected: 10 });
    await database().sql`delete from contacts where org_id = ${here.ctx.orgId} and last_name in ('No 3', 'No 7')`;
    await toTheEnd(here.ctx, bulkId);
    expect(await showBulk(here.ctx, { bulk })).toMatchObject({ state: "done", done: 10, changed: 8 });
  });

  test("never waits crosswise with deliveries that change the same contacts", async () => {
    const here = await house(60);
    const { bulkId } = await begin(here.ctx, { kind: "disable", expected: 60 });
    await cutParts(bulkId, 5);
    const { sql } = database();
    const backwards = async () => {
      for (let n = 0; n < 20; n++) {
        await sql.begin(async (tx) => {
          await tx`select pg_advisory_xact_lock(${here.ctx.orgId}::int, ${here.store}::int)`;
          for (const row of await tx`select id from contacts where org_id = ${here.ctx.orgId} order by id desc limit 10 offset ${n}`)
            await tx`update contacts set company = ${String(n)} where org_id = ${here.ctx.orgId} and id = ${row.id}`;
        });
      }
    };
    await Promise.all([backwards(), toTheEnd(here.ctx, bulkId)]);
    const [off] = await sql`select count(disabled_at)::int as n from contacts where org_id = ${here.ctx.orgId}`;
    expect(off!.n).toBe(60);
  });
});

describe("consent and deletion", () => {
  test("unsubscribing many only lowers, leaves evidence, and who opted in since stays subscribed", async () => {
    const here = await house(4);
    const { bulkId } = await begin(here.ctx, { kind: "unsubscribe", expected: 4 });
    const claim = {
      channel: "email",
      state: "subscribed",
      explicit: true,
      method: "form",
      evidence: "the box",
    } as const;
    const { sql } = database();
    const [later] = await sql`select id::int from contacts where org_id = ${here.ctx.orgId} order by id limit 1`;
    const effectiveAt = new Date();
    await transact(here.ctx, (ctx) =>
      hearClaims(ctx, [{ contactId: later!.id, claim: { ...claim, effectiveAt } }], "Form"),
    );
    await toTheEnd(here.ctx, bulkId);
    const rows = await sql`select email_consent as state from contacts where org_id = ${here.ctx.orgId} order by id`;
    expect(rows.map((row) => row.state)).toEqual(["subscribed", "unsubscribed", "unsubscribed", "unsubscribed"]);
    const proof = await sql`select distinct evidence, method, actor_kind, actor_name from consent_evidence
      where org_id = ${here.ctx.orgId} and after = 'unsubscribed'`;
    expect([...proof]).toEqual([
      {
        evidence: "Unsubscribed by Maren, one of 4 selected",
        method: "member",
        actor_kind: "member",
        actor_name: "Maren",
      },
    ]);
  });

  test("who is deleted is hidden everywhere, with a line on the timeline, and cannot be brought back by undo", async () => {
    const here = await house(8);
    const { view, bulk } = await carryOut(here.ctx, { kind: "delete", query: "status=subscribed", expected: 4 });
    expect(view).toMatchObject({ state: "done", changed: 4, canUndo: false });
    expect(await ids(here)).toHaveLength(4);
    const lines = await database()
      .sql`select 1 from contact_events where org_id = ${here.ctx.orgId} and kind = 'contact.deleted'`;
    expect(lines).toHaveLength(4);
    await expect(undoBulk(here.ctx, { bulk })).rejects.toMatchObject({ problem: "conflict" });
  });
});

describe("undo", () => {
  /** Everything that tags, lists and disabling touch, as it is kept. */
  async function kept({ ctx }: House) {
    const { sql } = database();
    return {
      tags: [
        ...(await sql`select tag_id, contact_id, added_at::text, added_by from contact_tags where org_id = ${ctx.orgId} order by 1, 2`),
      ],
      lists: [
        ...(await sql`select list_id, contact_id, joined_at::text, joined_by, left_at::text from list_members where org_id = ${ctx.orgId} order by 1, 2`),
      ],
      off: [...(await sql`select id, disabled_at::text from contacts where org_id = ${ctx.orgId} order by 1`)],
    };
  }

  let here: House;
  let list: string;

  beforeAll(async () => {
    here = await house(12);
    list = (await createList(here.ctx, { name: "Letter", description: "" })).id;
    const some = (await ids(here)).slice(0, 5);
    await carryOut(here.ctx, { kind: "tag", tags: ["VIP"], contacts: some, expected: 5 });
    await carryOut(here.ctx, { kind: "list", list, contacts: some, expected: 5 });
    await carryOut(here.ctx, { kind: "unlist", list, contacts: some.slice(0, 2), expected: 2 });
    await carryOut(here.ctx, { kind: "disable", contacts: some.slice(2), expected: 3 });
  });

  test.each(["tag", "untag", "list", "unlist", "disable", "enable"] as const)(
    "of “%s” restores exactly what was, to the microsecond",
    async (kind) => {
      const before = await kept(here);
      const subject = kind.endsWith("tag") ? { tags: ["VIP"] } : kind.endsWith("list") ? { list } : {};
      const { bulk, bulkId, view } = await carryOut(here.ctx, { kind, ...subject, expected: 12 });
      expect(view).toMatchObject({ state: "done", canUndo: true });
      expect(await kept(here)).not.toEqual(before);
      await undoBulk(here.ctx, { bulk });
      await toTheEnd(here.ctx, bulkId);
      expect(await kept(here)).toEqual(before);
      expect(await showBulk(here.ctx, { bulk })).toMatchObject({
        state: "undone",
        undone: view.changed,
        canUndo: false,
      });
      await expect(undoBulk(here.ctx, { bulk })).rejects.toMatchObject({ problem: "conflict" });
    },
  );

  test("leaves what somebody changed since: a tag taken off and put on again, or put on and taken off again", async () => {
    const here = await house(4);
    const all = await ids(here);
    const added = await carryOut(here.ctx, { kind: "tag", tags: ["Mine"], expected: 4 });
    const tag = (await database().sql`select public_id from tags where org_id = ${here.ctx.orgId}`)[0]!.public_id;
    await untagContact(here.ctx, { contact: all[0]!, tag });
    await tagContact(here.ctx, { contact: all[0]!, tags: ["Mine"] });
    await untagContact(here.ctx, { contact: all[1]!, tag });
    await undoBulk(here.ctx, { bulk: added.bulk });
    await toTheEnd(here.ctx, added.bulkId);
    expect(await tagged(here, "Mine")).toEqual(["No 1"]);
    expect(await showBulk(here.ctx, { bulk: added.bulk })).toMatchObject({ changed: 4, undone: 2 });

    await carryOut(here.ctx, { kind: "tag", tags: ["Mine"], expected: 4 });
    const removed = await carryOut(here.ctx, { kind: "untag", tags: ["Mine"], expected: 4 });
    await tagContact(here.ctx, { contact: all[2]!, tags: ["Mine"] });
    await untagContact(here.ctx, { contact: all[2]!, tag });
    await undoBulk(here.ctx, { bulk: removed.bulk });
    await toTheEnd(here.ctx, removed.bulkId);
    expect(await tagged(here, "Mine")).toEqual(["No 1", "No 2", "No 4"]);
  });

  test("and what it undoes are both lines on the timeline", async () => {
    const here = await house(1);
    const [contact] = await ids(here);
    const { bulk, bulkId } = await carryOut(here.ctx, { kind: "tag", tags: ["b", "a"], expected: 1 });
    await undoBulk(here.ctx, { bulk });
    await toTheEnd(here.ctx, bulkId);
    await carryOut(here.ctx, { kind: "disable", expected: 1 });
    const { lines } = await readTimeline(here.ctx, { contact: contact! });
    expect(lines.map(({ kind, actor, detail }) => [kind, actor, detail.name])).toEqual([
      ["contact.disabled", "Maren", undefined],
      ["tag.removed", "Maren", "a, b"],
      ["tag.added", "Maren", "a, b"],
    ]);
    expect((await recentBulk(here.ctx)).map(({ kind, state }) => [kind, state])).toEqual([
      ["disable", "done"],
      ["tag", "undone"],
    ]);
  });
});
