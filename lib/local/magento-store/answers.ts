/** What a Magento answers: searches with their conditions, sorting and pages, and an account that is saved. */
import { type Fields, fieldsIn } from "@/lib/connectors/fields";
import type { Answer } from "@/lib/local/magento-store";
import type { Customer, Shop } from "@/lib/local/magento-store/state";

type Filter = { field: string; value: string; type: string };

/** A page beyond the end is the last one again, as Magento's collections have it. */
export function found(rows: Fields[], idField: string, url: URL): Answer {
  const of = (path: string) => url.searchParams.get(`searchCriteria${path}`);
  const filters: Filter[] = [];
  for (let at = 0; of(`[filter_groups][${at}][filters][0][field]`) !== null; at++) {
    const part = (name: string) => of(`[filter_groups][${at}][filters][0][${name}]`) ?? "";
    filters.push({ field: part("field"), value: part("value"), type: part("condition_type") || "eq" });
  }
  const kept = rows.filter((row) => filters.every((filter) => passes(row, filter, idField)));
  const [first, second] = [of("[sortOrders][0][field]"), of("[sortOrders][1][field]")];
  const key = (row: Fields, field: string | null) => {
    const value = field === "entity_id" ? row[idField] : field ? row[field] : row[idField];
    return typeof value === "number" ? String(value).padStart(12, "0") : String(value);
  };
  kept.sort((a, b) => key(a, first).localeCompare(key(b, first)) || key(a, second).localeCompare(key(b, second)));
  const size = Number(of("[pageSize]") ?? 20);
  if (size > 300) return { status: 400, body: { message: "Maximum SearchCriteria pageSize is 300" } };
  const pages = Math.max(1, Math.ceil(kept.length / size));
  const page = Math.min(Number(of("[currentPage]") ?? 1), pages);
  const items = kept.slice((page - 1) * size, page * size);
  return {
    status: 200,
    body: { items: items.length > 0 ? items : null, search_criteria: {}, total_count: kept.length },
  };
}

function passes(row: Fields, { field, value, type }: Filter, idField: string): boolean {
  const own = row[field === "entity_id" ? idField : field];
  if (type === "in") return value.split(",").includes(String(own));
  if (type === "eq") return String(typeof own === "boolean" ? Number(own) : own) === value;
  const less = typeof own === "number" ? own - Number(value) : String(own).localeCompare(value);
  if (type === "lt") return less < 0;
  return type === "gt" ? less > 0 : less >= 0;
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
