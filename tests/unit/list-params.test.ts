/** The list's address: what is read from it is what was written, and nonsense is told and harmless. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consents, exclusions, listings, purchases, type Span, taggings } from "@/lib/contacts/directory/choices";
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

const ids = fc.uniqueArray(fc.uuid(), { maxLength: 3 });
const date = fc.date({ min: new Date("1900-01-02"), max: new Date("2100-01-01"), noInvalidDate: true });
const day = fc.option(
  date.map((at) => at.toISOString().slice(0, 10)),
  { nil: null },
);
const range = (end: fc.Arbitrary<string>) =>
  fc.record({ min: fc.option(end, { nil: null }), max: fc.option(end, { nil: null }) });
const span: fc.Arbitrary<Span | null> = fc.oneof(
  fc.constant(null),
  fc.record({ is: fc.constantFrom("within" as const, "before" as const), days: fc.nat({ max: 36_500 }) }),
  fc
    .record({ is: fc.constant("between" as const), from: day, to: day })
    .filter(({ from, to }) => from !== null || to !== null),
);

const drawn: fc.Arbitrary<Query> = fc.record({
  q: fc.constantFrom("", "mira holt", "50%", "ÉLAN", "+49 170"),
  stores: ids,
  statuses: fc.subarray([...statuses]),
  sms: fc.subarray([...consents]),
  push: fc.subarray([...consents]),
  activity: fc.constantFrom(null, ...activities),
  sources: fc.subarray([...sources]),
  origins: fc.uniqueArray(fc.oneof(fc.uuid(), fc.constantFrom("woocommerce", "api")), { maxLength: 3 }),
  kinds: fc.subarray([...kinds]),
  tags: ids,
  tagged: fc.constantFrom(...taggings),
  lists: ids,
  listed: fc.constantFrom(...listings),
  segments: ids,
  segmented: fc.constantFrom(...listings),
  excluded: fc.constantFrom(...exclusions),
  purchases: fc.subarray([...purchases]),
  spent: range(fc.integer({ min: -5000, max: 9_000_000 }).map((cents) => (cents / 100).toFixed(2))),
  orders: range(fc.nat({ max: 1000 }).map(String)),
  interaction: span,
  created: span,
  sort: fc.constantFrom(...sortKeys),
  turned: fc.boolean(),
  cursor: fc.option(cursors, { nil: null }),
  view: fc.option(fc.uuid(), { nil: null }),
});

/** How one is tagged or listed is not said where no tag and no list is. */
const queries = drawn.map((query) => ({
  ...query,
  tagged: query.tags.length > 0 ? query.tagged : ("any" as const),
  listed: query.lists.length > 0 ? query.listed : ("in" as const),
  segmented: query.segments.length > 0 ? query.segmented : ("in" as const),
}));

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
    [{ sort: "created." }, "cannot be sorted by “created.”"],
    [{ sort: "created.sideways" }, "cannot be sorted by “created.sideways”"],
    [{ status: "cheerful" }, "There is no status “cheerful”"],
    [{ store: "12" }, "There is no store “12”"],
    [{ activity: "maybe" }, "There is no activity “maybe”"],
    [{ kind: "vip" }, "There is no special tag “vip”"],
    [{ sms: "disabled" }, "There is no status “disabled”"],
    [{ tag: "vip" }, "There is no tag “vip”"],
    [{ list: "1" }, "There is no list “1”"],
    [{ segment: "vip" }, "There is no segment “vip”"],
    [{ created: "between", "created-to": "2222-02-03" }, "Created: “2222-02-03” is not a date"],
    [{ created: "within", "created-days": "36501" }, "Created: “36501” is not a number of days"],
    [{ from: "My Shop" }, "There is no origin “My Shop”"],
    [{ bought: "twice" }, "There is no purchase status “twice”"],
    [{ "spent-min": "much" }, "Total spent cannot be “much”"],
    [{ "spent-max": "1e9" }, "Total spent cannot be “1e9”"],
    [{ "orders-min": "1.5" }, "Orders cannot be “1.5”"],
    [{ interaction: "lately" }, "Last interaction cannot be “lately”"],
    [{ interaction: "within" }, "Last interaction: enter a number of days"],
    [{ created: "before", "created-days": "-3" }, "Created: “-3” is not a number of days"],
    [{ created: "between", "created-from": "2026-02-30" }, "Created: “2026-02-30” is not a date"],
    [{ created: "between" }, "Created: enter a date"],
    [{ view: "mine" }, "There is no view “mine”"],
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
    const plain = [
      "q",
      "store",
      "status",
      "sms",
      "push",
      "activity",
      "source",
      "from",
      "kind",
      "tag",
      "tagged",
      "list",
    ];
    const figures = ["listed", "bought", "spent-min", "orders-max", "interaction", "interaction-days", "created"];
    const names = [...plain, ...figures, "created-from", "created-to", "sort", "after", "before", "x"];
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
