/** What a Magento answers: searches with their conditions, sorting and pages, and an account that is saved. */
import { type Fields, fieldsIn } from "@/lib/connectors/fields";
import type { Answer } from "@/lib/local/magento-store";
import type { Customer, Shop } from "@/lib/local/magento-store/state";
import { firstOf, grouped, type Views } from "@/lib/local/views";

type Filter = { field: string; value: string; type: string };
/** What is searched: `id` is the field that its searches call entity_id. */
export type Searched = { rows: ReadonlyMap<number, Fields>; id: string };

/** A page beyond the end is the last one again, as Magento's collections have it. */
export function found(views: Views, searched: Searched, url: URL): Answer {
  const of = (path: string) => url.searchParams.get(`searchCriteria${path}`);
  const named = (field: string | null) => (field === null || field === "entity_id" ? searched.id : field);
  const filters: Filter[] = [];
  for (let at = 0; of(`[filter_groups][${at}][filters][0][field]`) !== null; at++) {
    const part = (name: string) => of(`[filter_groups][${at}][filters][0][${name}]`) ?? "";
    filters.push({ field: named(part("field")), value: part("value"), type: part("condition_type") || "eq" });
  }
  const order: [string, string] = [named(of("[sortOrders][0][field]")), named(of("[sortOrders][1][field]"))];
  const size = Number(of("[pageSize]") ?? 20);
  if (size > 300) return { status: 400, body: { message: "Maximum SearchCriteria pageSize is 300" } };
  const { list, from } = meeting(views, searched, filters, order);
  const count = list.length - from;
  const pages = Math.max(1, Math.ceil(count / size));
  const start = from + (Math.min(Number(of("[currentPage]") ?? 1), pages) - 1) * size;
  const items = list.slice(start, start + size);
  return { status: 200, body: { items: items.length > 0 ? items : null, search_criteria: {}, total_count: count } };
}

/** In their order those that meet every condition: the rows of a list from a place on. */
function meeting(views: Views, { rows }: Searched, filters: Filter[], order: [string, string]) {
  const byOrder = (a: Fields, b: Fields) => compare(a[order[0]], b[order[0]]) || compare(a[order[1]], b[order[1]]);
  const within = filters.find(({ type }) => type === "in");
  const list = within
    ? among(views, rows, within).sort(byOrder)
    : views.of(rows, `sorted by ${order}`, (all) => all.sort(byOrder));
  const behind = filters.find(({ field, type }) => field === order[0] && (type === "gt" || type === "gteq"));
  const from = behind ? firstOf(list, (row) => passes(row, behind)) : 0;
  const rest = filters.filter((one) => one !== within && one !== behind);
  if (rest.length === 0) return { list, from };
  return { list: list.slice(from).filter((row) => rest.every((one) => passes(row, one))), from: 0 };
}

function among(views: Views, rows: Searched["rows"], { field, value }: Filter): Fields[] {
  const groups = views.of(rows, `by ${field}`, (all) => grouped(all, (row) => String(row[field])));
  return [...new Set(value.split(","))].flatMap((one) => groups.get(one) ?? []);
}

function passes(row: Fields, { field, value, type }: Filter): boolean {
  const own = row[field];
  if (type === "in") return value.split(",").includes(String(own));
  if (type === "eq") return String(typeof own === "boolean" ? Number(own) : own) === value;
  const difference = compare(own, typeof own === "number" ? Number(value) : value);
  if (type === "lt") return difference < 0;
  return type === "gt" ? difference > 0 : difference >= 0;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [one, other] = [String(a), String(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Takes what was sent over what it has; addresses that were not sent stay. The newsletter alone moves no date. */
export function saveCustomer(shop: Shop, customer: Customer, sent: Fields): Answer {
  for (const field of ["email", "firstname", "lastname"]) {
    if (!sent[field])
      return { status: 400, body: { message: "%fieldName is required.", parameters: { fieldName: field } } };
  }
  shop.saved.push(customer.id);
  const { extension_attributes, ...fields } = sent;
  const shown = fieldsIn(extension_attributes).is_subscribed;
  Object.assign(customer, fields);
  if (typeof shown === "boolean") shop.subscribe(customer.id, shown);
  return { status: 200, body: customer };
}
