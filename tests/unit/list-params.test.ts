/** The list's address: what is read from it is what was written, and nonsense is told and harmless. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  activities,
  addressOf,
  everything,
  isFiltered,
  kinds,
  type Query,
  readQuery,
  sources,
  statuses,
  writeQuery,
} from "@/lib/contacts/directory/params";
import { sortKeys } from "@/lib/contacts/directory/sorts";

const cursors = fc.record({
  back: fc.boolean(),
  values: fc.array(fc.option(fc.string(), { nil: null }), { maxLength: 3 }),
  id: fc.uuid(),
  number: fc.integer({ min: 1, max: 1_000_000 }),
});

const queries: fc.Arbitrary<Query> = fc.record({
  q: fc.constantFrom("", "mira holt", "50%", "ÉLAN", "+49 170"),
  stores: fc.uniqueArray(fc.uuid(), { maxLength: 3 }),
  statuses: fc.subarray([...statuses]),
  activity: fc.constantFrom(null, ...activities),
  sources: fc.subarray([...sources]),
  kinds: fc.subarray([...kinds]),
  sort: fc.constantFrom(...sortKeys),
  turned: fc.boolean(),
  cursor: fc.option(cursors, { nil: null }),
});

describe("the address of a contacts list", () => {
  test("gives back the query it was written from", () => {
    fc.assert(
      fc.property(queries, (query) => {
        const read = readQuery(Object.fromEntries(writeQuery(query)));
        expect(read).toEqual({ query, problems: [] });
      }),
    );
  });

  test("is bare when nothing is asked for", () => {
    expect(addressOf("/north/contacts", everything)).toBe("/north/contacts");
    expect(isFiltered(everything)).toBe(false);
  });

  test("begins anew whenever a filter or the sort changes", () => {
    fc.assert(
      fc.property(queries, (query) => {
        const address = addressOf("/north/contacts", query, { activity: "active" });
        expect(address).toContain("activity=active");
        expect(address).not.toMatch(/[?&](after|before)=/);
      }),
    );
  });

  test("takes a form's repeated fields as well as a list with commas", () => {
    const wanted = ["subscribed", "never"];
    expect(readQuery({ status: wanted }).query.statuses).toEqual(wanted);
    expect(readQuery({ status: "subscribed,never" }).query.statuses).toEqual(wanted);
  });

  test.each([
    [{ sort: "password.asc" }, "cannot be sorted by “password.asc”"],
    [{ sort: "created" }, "cannot be sorted by “created”"],
    [{ sort: "created.sideways" }, "cannot be sorted by “created.sideways”"],
    [{ status: "cheerful" }, "There is no status “cheerful”"],
    [{ store: "12" }, "There is no store “12”"],
    [{ activity: "maybe" }, "There is no activity “maybe”"],
    [{ kind: "vip" }, "There is no special tag “vip”"],
    [{ after: "garbage" }, "cannot be found any more"],
    [{ sort: "toString.asc" }, "cannot be sorted by"],
  ])("tells what it does not understand: %j", (params, message) => {
    const { query, problems } = readQuery(params);
    expect(problems.join(" ")).toContain(message);
    expect(query).toEqual(everything);
  });

  test("does not follow a cursor into another sort", () => {
    const cursor = { back: false, values: ["a"], id: crypto.randomUUID(), number: 51 };
    const params = Object.fromEntries(writeQuery({ ...everything, sort: "email", cursor }));
    const { query, problems } = readQuery({ ...params, sort: "name.asc" });
    expect(query.cursor).toBeNull();
    expect(problems).toHaveLength(1);
  });

  test("survives anything", () => {
    const names = ["q", "store", "status", "activity", "source", "kind", "sort", "after", "before", "x"];
    const value = fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.string({ unit: "binary" }), { maxLength: 3 }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (params) => {
        const { query } = readQuery(params);
        expect(query.q).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        expect(query.q.length).toBeLessThanOrEqual(100);
      }),
    );
  });
});
