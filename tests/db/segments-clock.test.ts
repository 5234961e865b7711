/** Each organization's segments are refreshed once in each of its own days, whatever its clocks do. */
import { beforeEach, expect, test } from "vitest";
import { dayAt } from "@/lib/calendar";
import { moveTimeZone } from "@/lib/organizations";
import { beginDue, dueOf, dueRefreshes, nextRefresh } from "@/lib/segments/clock";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makeOrganization } from "../support/organization";

useTestDatabase();

/**
 * Half and three quarter hours, midnights skipped (Santiago, Cairo, Beirut, Asunción) and twice (Havana, Azores), ±14.
 */
const zones = [
  ...["UTC", "Asia/Kathmandu", "Pacific/Chatham", "America/Santiago", "Africa/Cairo", "Atlantic/Azores"],
  ...["Australia/Lord_Howe", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Beirut", "America/Havana", "America/Asuncion"],
  ...["America/St_Johns", "Pacific/Apia", "Asia/Tehran", "Europe/Berlin"],
];
const minute = 60_000;
const day = 24 * 60 * minute;
/** A year in which Beirut changed its mind and Cairo took summer time up again; what then was is known everywhere. */
const begin = Date.UTC(2022, 8, 20);

beforeEach(async () => {
  await database().sql`delete from organizations`;
});

async function organizationIn(zone: string): Promise<Ctx & { zone: string }> {
  const ctx = await makeOrganization(zone);
  const { sql } = database();
  await sql`update organizations set time_zone = ${zone} where id = ${ctx.orgId}`;
  await sql`insert into segments (org_id, name, definition, state, created_by, edited_by)
    values (${ctx.orgId}, 'All', '{"include":{"field":"orders","operator":">=","value":"0"}}', 'active', 'Test', 'Test')`;
  return { ...ctx, zone };
}

/**
 * The days begun for each zone, in order, against those that PostgreSQL's own calendar shows at the moments looked at.
 */
async function compare(moments: Date[]) {
  const begun = await database().sql<{ zone: string; days: string[] }[]>`
    select o.name as zone, array_agg(r.for_day::text order by r.id) as days
    from segment_runs r join organizations o on o.id = r.org_id where for_day is not null group by o.name`;
  const shown = await database().sql<{ zone: string; days: string[] }[]>`
    select o.name as zone, array_agg(distinct (to_timestamp(m.ms / 1000.0) at time zone o.time_zone)::date::text) as days
    from organizations o, unnest(${moments.map((moment) => moment.getTime())}::float8[]) as m(ms) group by o.name`;
  const sorted = (rows: typeof begun) => Object.fromEntries(rows.map(({ zone, days }) => [zone, days]));
  const expected = shown.map(({ zone, days }) => ({ zone, days: days.sort() }));
  expect(sorted(begun)).toEqual(sorted(expected as typeof begun));
}

test("a clock of 400 days over sixteen zones: each organization exactly one refresh in each local day", async () => {
  for (const zone of zones) await organizationIn(zone);
  const moments: Date[] = [];
  for (let at = begin; at < begin + 400 * day; at += 119 * minute) moments.push(new Date(at));
  for (const moment of moments) await beginDue(moment);
  await compare(moments);
}, 600_000);

test("looked at every five minutes, a day begins within them, never twice and never before midnight", () => {
  for (const zone of zones) {
    const standing: Parameters<typeof dueOf>[0] = { zone, day: null, whole: null, judged: null };
    const begun: string[] = [];
    for (let at = begin; at < begin + 400 * day; at += 5 * minute) {
      const due = dueOf(standing, new Date(at));
      if (!due) continue;
      Object.assign(standing, { day: due.day, judged: zone, whole: due.kind === "whole" ? due.day : standing.whole });
      begun.push(due.day!);
      const before = dayAt(zone, new Date(at - 5 * minute));
      if (begun.length > 1) expect([zone, due.day, before < due.day!]).toEqual([zone, due.day, true]);
    }
    expect([zone, new Set(begun).size]).toEqual([zone, begun.length]);
    expect([400, 401]).toContain(begun.length);
  }
});

test("a day that a place left out has no refresh", async () => {
  await organizationIn("Pacific/Apia");
  const moments: Date[] = [];
  for (let at = Date.UTC(2011, 11, 27); at < Date.UTC(2012, 0, 3); at += 20 * minute) moments.push(new Date(at));
  for (const moment of moments) await beginDue(moment);
  await compare(moments);
  const days = await database().sql`select for_day::text as day from segment_runs order by id`;
  expect(days.map((row) => row.day)).not.toContain("2011-12-30");
});

test("after days of standstill there is one refresh for today, and none for what was missed", async () => {
  await organizationIn("Asia/Kathmandu");
  const moments = [0, 1, 5.3, 5.31, 9].map((days) => new Date(begin + days * day));
  for (const moment of moments) await beginDue(moment);
  await compare(moments);
});

test("two clocks at once begin a day once, and every seventh day everybody is judged", async () => {
  const ctx = await organizationIn("Europe/Berlin");
  for (let n = 0; n < 9; n++) {
    const now = new Date(begin + n * day);
    const both = await Promise.all([beginDue(now), beginDue(now)]);
    expect(both.flat()).toHaveLength(1);
  }
  const kinds = await database().sql`select kind from segment_runs where org_id = ${ctx.orgId} order by id`;
  expect(kinds.map((row) => row.kind)).toEqual(["whole", ...Array(6).fill("day"), "whole", "day"]);
});

test("an organization without an active segment is not refreshed", async () => {
  const ctx = await organizationIn("UTC");
  await database().sql`update segments set state = 'archived' where org_id = ${ctx.orgId}`;
  expect(await dueRefreshes(new Date(begin))).toEqual([]);
});

test("who moves to another zone is refreshed whole at once, and then as days begin there", async () => {
  const ctx = await organizationIn("Asia/Tokyo");
  const at = (iso: string) => new Date(`${iso}Z`);
  const dueAt = async (iso: string) => (await dueRefreshes(at(iso)))[0];
  await beginDue(at("2023-01-10T16:00"));
  expect(await dueAt("2023-01-10T17:00")).toBeUndefined();
  await moveTimeZone(ctx, { timeZone: "America/Los_Angeles" });
  expect(await dueAt("2023-01-10T17:00")).toMatchObject({ day: "2023-01-10", kind: "whole" });
  await beginDue(at("2023-01-10T17:00"));
  expect(await dueAt("2023-01-11T07:59")).toBeUndefined();
  expect(await dueAt("2023-01-11T08:00")).toMatchObject({ day: "2023-01-11", kind: "day" });
  await moveTimeZone(ctx, { timeZone: "Asia/Tokyo" });
  expect(await dueAt("2023-01-10T17:01")).toMatchObject({ day: null, kind: "whole" });
});

test("the next refresh is told as the moment the next day begins, also where midnight is skipped", () => {
  expect(nextRefresh("Europe/Berlin", new Date("2023-03-25T12:00Z"))).toEqual(new Date("2023-03-25T23:00Z"));
  expect(nextRefresh("Africa/Cairo", new Date("2023-04-27T12:00Z"))).toEqual(new Date("2023-04-27T22:00Z"));
});
