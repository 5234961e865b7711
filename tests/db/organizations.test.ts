/** Organizations, members and roles, invitations, the audit trail. */
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditTrail, invitations, members, organizations as table } from "@/db/schema";
import * as accounts from "@/lib/accounts";
import { TimeZone, timeZones } from "@/lib/inputs";
import * as organizations from "@/lib/organizations";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makeContact } from "../support/groups";
import { tokenIn, useMailServer, withoutMailServer } from "../support/mail";
import { address, makeMember, makeOwner, memberCtx, meOf, password, visitor } from "../support/members";
import { makeStore, useKey } from "../support/organization";
import { makeSegment } from "../support/segments";

useTestDatabase();
useKey();
const mail = useMailServer();

const trailOf = async (ctx: Ctx) => (await organizations.readTrail({ ...ctx, actor: asJob }, {})).lines;
const asJob = { kind: "job", name: "Test" } as const;
const invited = async (ctx: Ctx, email: string, role: "admin" | "editor" | "viewer" = "editor") => {
  await organizations.invite(ctx, { email, role });
  return tokenIn((await mail.to(email)).at(-1));
};

describe("an organization", () => {
  test("gets its address from its name, never twice and never one of the app's own words", async () => {
    const slugOf = async (name: string) => (await makeOwner(name)).slug;
    expect(await slugOf("Ødegård & Søn Café")).toBe("odegard-son-cafe");
    expect(await slugOf("Bakery")).toBe("bakery");
    expect(await slugOf("Bakery")).toBe("bakery-2");
    expect(await slugOf("Login")).toMatch(/^login-[0-9a-f]{6}$/);
    expect(await slugOf("商店")).toMatch(/^shop-[0-9a-f]{6}$/);
  });

  test("twenty founded under one name at the same moment all get an address of their own", async () => {
    const me = await makeOwner();
    const make = () => organizations.create(me, { name: "Rush", timeZone: "UTC" });
    const made = await Promise.all(Array.from({ length: 20 }, make));
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(20);
  });

  test("is entered by its members only; unknown, foreign and impossible addresses are the same", async () => {
    const [me, other] = [await makeOwner(), await makeOwner()];
    expect(await organizations.enter(me, me.slug)).toMatchObject({ orgId: me.orgId, role: "owner" });
    for (const slug of [other.slug, "nobody-has-this", "", "../x", "a\u0000b", "A".repeat(500)]) {
      expect(await organizations.enter(me, slug)).toBeNull();
    }
  });

  test("that was entered last comes first", async () => {
    const me = await makeOwner("First");
    const second = await organizations.create(me, { name: "Second", timeZone: "UTC" });
    await organizations.enter(me, me.slug);
    expect((await organizations.mine(me))[0]?.slug).toBe(me.slug);
    await new Promise((wait) => setTimeout(wait, 5));
    await organizations.enter(me, second.slug);
    expect((await organizations.mine(me)).map(({ slug }) => slug)).toEqual([second.slug, me.slug]);
  });

  test("is renamed and moved to another zone, with before and after in the trail; a no-op leaves none", async () => {
    const { ctx, slug } = await makeOwner("Old name");
    await organizations.rename(ctx, { name: "New name" });
    await organizations.rename(ctx, { name: "New name" });
    await organizations.moveTimeZone(ctx, { timeZone: "Asia/Tokyo" });
    const [row] = await database().orm.select().from(table).where(eq(table.id, ctx.orgId));
    expect(row).toMatchObject({ name: "New name", timeZone: "Asia/Tokyo", slug });
    expect(await trailOf(ctx)).toMatchObject([
      { verb: "organization.time-zone-moved", detail: { before: { timeZone: "Europe/Oslo" } } },
      { verb: "organization.renamed", detail: { before: { name: "Old name" }, after: { name: "New name" } } },
      { verb: "organization.created" },
    ]);
  });

  test("knows IANA zones and refuses the rest", () => {
    const zone = (timeZone: string) => organizations.MoveTimeZone.safeParse({ timeZone }).success;
    expect(["Europe/Berlin", "America/Argentina/Ushuaia", "UTC"].map(zone)).toEqual([true, true, true]);
    expect(["+01:00", "Mars/Base", "", "Europe/Berlin\u0000", "a".repeat(99)].map(zone)).toEqual(Array(5).fill(false));
    // Postgres has another meaning for the second, and none for the first, at which the whole house's clock would stop.
    expect(["AET", "IST"].map(zone)).toEqual([false, false]);
  });

  test("keeps a zone by the name it is offered by, and offers none that Postgres does not know", async () => {
    const kept = (timeZone: string) => organizations.MoveTimeZone.parse({ timeZone }).timeZone;
    // Node reads all of these; Postgres knows neither the first nor the second, and every clock asks it.
    expect(["US/Pacific-New", "Canada/East-Saskatchewan", "europe/berlin"].map(kept)).toEqual([
      "America/Los_Angeles",
      "America/Regina",
      "Europe/Berlin",
    ]);
    expect(["SystemV/PST8", "Etc/GMT+5"].map((zone) => TimeZone.safeParse(zone).success)).toEqual([false, false]);
    const strange = await database().sql`select zone from unnest(${timeZones()}::text[]) zone
      where zone not in (select name from pg_timezone_names)`;
    expect([...strange]).toEqual([]);
  });
});

describe("members", () => {
  test("the last owner can neither leave, nor be demoted, nor be removed", async () => {
    const me = await makeOwner();
    const admin = await makeMember(me.orgId, "admin");
    const input = { member: me.publicId };
    for (const attempt of [
      () => organizations.removeMember(me.ctx, input),
      () => organizations.changeRole(me.ctx, { ...input, role: "admin" }),
      () => organizations.removeMember({ ...me.ctx, actor: asJob }, input),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ problem: "conflict" });
    }
    await expect(organizations.removeMember(admin.ctx, input)).rejects.toMatchObject({ problem: "forbidden" });
  });

  test("two owners who demote each other at the same moment leave one owner", async () => {
    for (let round = 0; round < 5; round++) {
      const me = await makeOwner();
      const other = await makeMember(me.orgId, "owner");
      await Promise.allSettled([
        organizations.changeRole(me.ctx, { member: other.publicId, role: "viewer" }),
        organizations.changeRole(other.ctx, { member: me.publicId, role: "viewer" }),
      ]);
      const owners = and(eq(members.orgId, me.orgId), eq(members.role, "owner"));
      expect(await database().orm.select().from(members).where(owners)).toHaveLength(1);
    }
  });

  test("a removed member finds nothing at their next request, and what was done stays in the trail", async () => {
    const me = await makeOwner();
    const editor = await makeMember(me.orgId, "editor");
    await organizations.removeMember(me.ctx, { member: editor.publicId });
    expect(await organizations.enter(editor, me.slug)).toBeNull();
    const gone = organizations.removeMember(me.ctx, { member: editor.publicId });
    await expect(gone).rejects.toMatchObject({ problem: "not-found" });
    expect(await trailOf(me.ctx)).toMatchObject([
      { verb: "member.removed", detail: { before: { role: "editor" } } },
      {},
    ]);
  });

  test("everybody may leave; an admin removes editors and viewers, but no admin and no owner", async () => {
    const me = await makeOwner();
    const [admin, second, viewer] = await Promise.all([
      makeMember(me.orgId, "admin"),
      makeMember(me.orgId, "admin"),
      makeMember(me.orgId, "viewer"),
    ]);
    const remove = (who: { publicId: string }) => organizations.removeMember(admin.ctx, { member: who.publicId });
    await expect(remove(second)).rejects.toMatchObject({ problem: "forbidden" });
    await expect(remove(me)).rejects.toMatchObject({ problem: "forbidden" });
    await remove(viewer);
    await organizations.removeMember(second.ctx, { member: second.publicId });
    expect((await organizations.listMembers(me.ctx)).map(({ role }) => role)).toEqual(["owner", "admin"]);
  });

  test("only owners choose roles, and the trail tells from which to which", async () => {
    const me = await makeOwner();
    const [admin, viewer] = [await makeMember(me.orgId, "admin"), await makeMember(me.orgId, "viewer")];
    const input = { member: viewer.publicId, role: "editor" } as const;
    await expect(organizations.changeRole(admin.ctx, input)).rejects.toMatchObject({ problem: "forbidden" });
    await organizations.changeRole(me.ctx, input);
    const change = { before: { role: "viewer" }, after: { role: "editor" } };
    expect((await trailOf(me.ctx))[0]).toMatchObject({ verb: "member.role-changed", actor: "Maren", detail: change });
  });
});

describe("invitations", () => {
  test("bring somebody new in by name and password, with the address confirmed", async () => {
    const me = await makeOwner("North Candles");
    const email = address();
    const token = await invited(me.ctx, email);
    expect(await organizations.readInvitation(token)).toMatchObject({
      organization: "North Candles",
      email,
      role: "editor",
      inviter: "Maren",
      hasAccount: false,
    });
    const joined = await accounts.joinAsNewUser({ token, name: "Ida", password }, visitor());
    expect(joined.slug).toBe(me.slug);
    expect(await meOf(joined.userId)).toMatchObject({ email, emailVerified: true });
    expect(await organizations.enter(joined, me.slug)).toMatchObject({ role: "editor" });
    expect(await organizations.mine(joined)).toHaveLength(1);
    expect((await trailOf(me.ctx))[0]).toMatchObject({ verb: "member.joined", actor: "Ida" });
  });

  test("bring in somebody who has an account, once, and nobody with another address", async () => {
    const [me, friend, stranger] = await Promise.all([makeOwner(), makeOwner(), makeOwner()]);
    const token = await invited(me.ctx, friend.email, "viewer");
    const wrong = organizations.acceptInvitation(stranger, { token });
    await expect(wrong).rejects.toMatchObject({ problem: "forbidden" });
    expect(await organizations.acceptInvitation(friend, { token })).toEqual({ slug: me.slug });
    const again = organizations.acceptInvitation(friend, { token });
    await expect(again).rejects.toMatchObject({ problem: "not-found" });
    expect(await organizations.listInvitations(me.ctx)).toEqual([]);
  });

  test("end after seven days, when withdrawn, and when sent again", async () => {
    const me = await makeOwner();
    const emails = [address(), address(), address()] as const;
    const tokens = await Promise.all(emails.map((email) => invited(me.ctx, email)));
    const byEmail = async (email: string) => {
      const found = (await organizations.listInvitations(me.ctx)).find((one) => one.email === email);
      return { invitation: found!.id };
    };
    const [row] = await database()
      .orm.update(invitations)
      .set({ expiresAt: sql`${invitations.expiresAt} - interval '7 days'` })
      .where(eq(invitations.email, emails[0]))
      .returning();
    expect(row?.expiresAt.getTime()).toBe(row?.createdAt.getTime());
    await organizations.revokeInvitation(me.ctx, await byEmail(emails[1]));
    await organizations.resendInvitation(me.ctx, await byEmail(emails[2]));
    for (const token of tokens) expect(await organizations.readInvitation(token)).toBeNull();
    await organizations.resendInvitation(me.ctx, await byEmail(emails[0]));
    for (const email of [emails[0], emails[2]]) {
      expect(await organizations.readInvitation(tokenIn((await mail.to(email)).at(-1)))).toMatchObject({ email });
    }
  });

  test("a second one for the same address replaces the first", async () => {
    const me = await makeOwner();
    const email = address();
    const first = await invited(me.ctx, email);
    await invited(me.ctx, email, "viewer");
    expect(await organizations.readInvitation(first)).toBeNull();
    expect(await organizations.listInvitations(me.ctx)).toMatchObject([{ email, role: "viewer" }]);
  });

  test("stand although the mail cannot be sent", async () => {
    const me = await makeOwner();
    const email = address();
    const outcome = await withoutMailServer(() => organizations.invite(me.ctx, { email, role: "viewer" }));
    expect(outcome.sent).toBe(false);
    expect(await organizations.listInvitations(me.ctx)).toMatchObject([{ email }]);
  });

  test("are not sent for somebody who has not confirmed their own address", async () => {
    const signUp = { name: "M", email: address(), password, organization: "Shop", timeZone: "UTC" };
    const made = await accounts.signUp(signUp, visitor());
    const ctx = memberCtx(made.orgId, made.userId, "owner");
    const refused = organizations.invite(ctx, { email: address(), role: "viewer" });
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining("Confirm your e-mail address") });
  });

  test("are not for members, and an admin's are not for admins", async () => {
    const me = await makeOwner();
    const admin = await makeMember(me.orgId, "admin");
    const known = organizations.invite(me.ctx, { email: admin.email, role: "viewer" });
    await expect(known).rejects.toMatchObject({ fields: { email: "This person is a member already." } });
    const equal = organizations.invite(admin.ctx, { email: address(), role: "admin" });
    await expect(equal).rejects.toMatchObject({ problem: "forbidden" });
  });
});

describe("the audit trail", () => {
  test("pages through every line once, also where many share a moment", async () => {
    const { ctx } = await makeOwner();
    const at = new Date("2026-01-01T00:00:00Z");
    const line = { orgId: ctx.orgId, actorKind: "job", actorName: "Test", verb: "test.counted", detail: {} };
    const same = Array.from({ length: 120 }, (_, n) => ({ ...line, at, subject: `same ${n}` }));
    const later = Array.from({ length: 30 }, (_, n) => ({
      ...line,
      at: new Date(at.getTime() + n),
      subject: `later ${n}`,
    }));
    await database()
      .orm.insert(auditTrail)
      .values([...same, ...later]);
    const seen: string[] = [];
    const ids = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await organizations.readTrail(ctx, { cursor });
      seen.push(...page.lines.map(({ subject }) => subject));
      for (const { id } of page.lines) ids.add(id);
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(151);
    expect(new Set(seen).size).toBe(151);
    expect(ids.size).toBe(151);
  });

  test("names the contact a line is about while that one is here, and nobody of another organization", async () => {
    const [me, other] = [await makeOwner(), await makeOwner()];
    const [mine, theirs] = await Promise.all([makeStore(me.ctx), makeStore(other.ctx)]);
    const mira = await makeContact({ ctx: me.ctx, storeId: mine.id });
    const gone = await makeContact({ ctx: me.ctx, storeId: mine.id }, { gone: true });
    const nils = await makeContact({ ctx: other.ctx, storeId: theirs.id });
    const line = { orgId: me.orgId, actorKind: "job", actorName: "Test", verb: "contact.edited", detail: {} };
    const lines = [mira, gone, nils].map(({ contact }) => ({ ...line, subject: `contact ${contact}` }));
    await database().orm.insert(auditTrail).values(lines);
    const told = (await trailOf(me.ctx)).flatMap(({ contact }) => contact?.publicId ?? []);
    expect(told).toEqual([mira.contact]);
  });

  test("says a segment's condition in words, and leaves out one that is not understood any more", async () => {
    const { ctx } = await makeOwner();
    await makeSegment(ctx, "Buyers", { field: "orders", operator: ">=", value: "2" });
    const old = { orgId: ctx.orgId, actorKind: "job", actorName: "Test", verb: "segment.edited", subject: "segment X" };
    await database()
      .orm.insert(auditTrail)
      .values({ ...old, detail: { definition: { include: { field: "gone" } }, name: "X" } });
    const [edited, created] = await trailOf(ctx);
    expect(edited!.detail).toEqual({ name: "X" });
    expect(created!.detail).toMatchObject({ condition: "Orders at least 2." });
    expect(created!.detail).not.toHaveProperty("definition");
  });

  test("a cursor that was made up is refused, not an error", async () => {
    const { ctx } = await makeOwner();
    for (const cursor of ["", "x", "1.2.3", "-1.0", "99999999999999999999.1"]) {
      expect(organizations.TrailPage.safeParse({ cursor }).success).toBe(false);
      await expect(organizations.readTrail(ctx, { cursor })).rejects.toMatchObject({ problem: "invalid" });
    }
    await expect(organizations.readTrail(ctx, { cursor: "99999999999999999.999999" })).resolves.toBeTruthy();
  });
});
