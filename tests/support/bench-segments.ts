/** A hundred segments as merchants make them, over many dimensions; most of them move with time. */
import type { Sql } from "@/db/client";

type Condition = object;
const at = (field: string, operator: string, value?: unknown): Condition => ({ field, operator, value });
const lately = (condition: Condition, days: number) => ({ ...condition, when: { operator: "in-last", value: days } });
const times = (field: string, n: number, days: number) => lately(at(field, "at-least", n), days);
const never = (field: string, days: number) => lately(at(field, "never"), days);

/** By name. */
export async function hundredSegments(sql: Sql, orgId: number): Promise<[string, Condition][]> {
  const idsOf = async (table: "tags" | "lists" | "stores") =>
    (await sql`select public_id as id from ${sql(table)} where org_id = ${orgId} order by id`).map(
      (row) => row.id as string,
    );
  const [tags, lists, stores] = [await idsOf("tags"), await idsOf("lists"), await idsOf("stores")];
  const days = [7, 14, 30, 60, 90, 180, 365];
  const of: [string, Condition][] = [
    ...days.flatMap((d): [string, Condition][] => [
      [`ordered in ${d} days`, times("ordered", 1, d)],
      [`twice in ${d} days`, times("ordered", 2, d)],
      [`not in ${d} days`, { all: [at("orders", ">=", "1"), never("ordered", d)] }],
      [`opened in ${d} days`, times("message-opened", 1, d)],
      [`sent 2, opened none in ${d} days`, { all: [times("message-sent", 2, d), never("message-opened", d)] }],
      [`clicked in ${d} days`, times("message-clicked", 1, d)],
      [`spent 100 in ${d} days`, lately(at("ordered", "sum", { of: "total", operator: ">=", value: "100" }), d)],
      [`new in ${d} days`, at("known-since", "in-last", d)],
      [`last order ${d} days ago`, at("last-order", "more-than-ago", d)],
    ]),
    ...tags.slice(0, 8).map((tag, n): [string, Condition] => [`tag ${n}`, at("tag", "any", [tag])]),
    ...lists.slice(0, 4).map((list, n): [string, Condition] => [`list ${n}`, at("list", "any", [list])]),
    ...stores
      .slice(0, 3)
      .map((store, n): [string, Condition] => [
        `subscribers of store ${n}`,
        { all: [at("store", "any", [store]), at("email-consent", "any", ["subscribed"])] },
      ]),
    ...["DE", "SE", "US"].map((country): [string, Condition] => [`in ${country}`, at("country", "is", country)]),
    ...[1, 2, 3, 5, 8].map((n): [string, Condition] => [`${n} orders and more`, at("orders", ">=", String(n))]),
    ...["50", "100", "250", "500"].map((sum): [string, Condition] => [`spent ${sum}`, at("total-spent", ">=", sum)]),
    ["acme", at("email-domain", "is", "acme.example")],
    ["holt", at("last-name", "contains", "holt")],
    ["german", at("language", "is", "de")],
    ["from files", at("source", "any", ["csv"])],
    ["coupon", at("coupon-used", "any", ["SPRING"])],
    [
      "buyers not subscribed",
      { all: [at("special-tag", "any", ["buyer"]), at("email-consent", "none", ["subscribed"])] },
    ],
    ["average 40", at("average-order", ">=", "40")],
    ["with a phone", at("phone", "set")],
    ["champions", at("rfm-group", "any", ["champion"])],
    ["a tenth", at("random-share", "within", { from: 0, to: 10, draw: 1 })],
  ];
  if (of.length !== 100) throw new Error(`These are ${of.length} segments.`);
  return of;
}
