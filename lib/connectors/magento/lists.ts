/**
 * Going through Magento's lists. A page beyond the end repeats the last one, so there are no pages: each call asks for
 * the first hundred behind the last record seen. Cursors are opaque JSON.
 */
import { z } from "zod";
import { Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, id, isFields, listIn, text } from "@/lib/connectors/fields";
import type { MagentoHttp, Query } from "@/lib/connectors/magento/http";
import type { Page } from "@/lib/connectors/types";

export const pageSize = 100;

export type Condition = readonly [field: string, type: string, value: string | number];
export type Resource = {
  path:
    | "customers/search"
    | "orders"
    | "creditmemos"
    | "customerGroups/search"
    | "carts/search"
    | "products"
    | "categories/list";
  id: "id" | "entity_id";
};
export const customers: Resource = { path: "customers/search", id: "id" };
export const orders: Resource = { path: "orders", id: "entity_id" };
export const creditmemos: Resource = { path: "creditmemos", id: "entity_id" };
export const carts: Resource = { path: "carts/search", id: "id" };

type Listed = Page<Fields>;

/** Each condition is a group of its own: all must hold. */
export function criteria(conditions: readonly Condition[], sort: readonly string[], size = pageSize): Query {
  const query: Query = { "searchCriteria[pageSize]": size, "searchCriteria[currentPage]": 1 };
  for (const [at, [field, type, value]] of conditions.entries()) {
    const filter = `searchCriteria[filter_groups][${at}][filters][0]`;
    query[`${filter}[field]`] = field;
    query[`${filter}[value]`] = value;
    query[`${filter}[condition_type]`] = type;
  }
  for (const [at, field] of sort.entries()) {
    query[`searchCriteria[sortOrders][${at}][field]`] = field;
    query[`searchCriteria[sortOrders][${at}][direction]`] = "ASC";
  }
  return query;
}

/** The first hundred under these conditions, and how many there are in all. */
export async function search(
  http: MagentoHttp,
  { path }: Resource,
  conditions: readonly Condition[],
  sort: readonly string[],
  fields?: string,
): Promise<{ rows: Fields[]; total: number; clock: Date | undefined }> {
  const query = criteria(conditions, sort);
  const { data, clock } = await http.get(path, fields ? { ...query, fields } : query);
  const { items, total_count } = fieldsIn(data);
  if (!isFields(data) || (items !== null && items !== undefined && !Array.isArray(items))) {
    throw new Unreadable(`The store's list of ${path} is not a list.`);
  }
  return { rows: listIn(items), total: typeof total_count === "number" ? total_count : 0, clock: clock ?? undefined };
}

const ById = z.object({ after: z.string(), total: z.number() });

/** All of them that meet the conditions, by id. */
export async function byId(
  http: MagentoHttp,
  resource: Resource,
  cursor: string | null,
  fields?: string,
  meet: readonly Condition[] = [],
): Promise<Listed> {
  const at = cursor === null ? { after: "0", total: 0 } : readCursor(ById, cursor);
  const conditions: Condition[] = [["entity_id", "gt", at.after], ...meet];
  const { rows, total: left, clock } = await search(http, resource, conditions, ["entity_id"], fields);
  const total = cursor === null ? left : at.total;
  const last = id(rows.at(-1)?.[resource.id]);
  const more = last !== undefined && left > rows.length;
  return { items: rows, next: more ? JSON.stringify({ after: last, total }) : null, total, clock };
}

const Since = z.object({ since: z.string(), within: z.string().nullable() });

/** Those changed since, oldest first. A second in which more changed than a page holds is gone through by id. */
export async function changed(
  http: MagentoHttp,
  resource: Resource,
  cursor: string | null,
  from: Date,
): Promise<Listed> {
  const at = cursor === null ? { since: written(from), within: null } : readCursor(Since, cursor);
  const crowded = at.within !== null;
  const conditions: Condition[] = crowded
    ? [
        ["updated_at", "eq", at.since],
        ["entity_id", "gt", at.within!],
      ]
    : [["updated_at", "gteq", at.since]];
  const sort = crowded ? ["entity_id"] : ["updated_at", "entity_id"];
  const { rows, total, clock } = await search(http, resource, conditions, sort);
  const page = (next: z.infer<typeof Since> | null): Listed => ({
    items: rows,
    next: next && JSON.stringify(next),
    total: null,
    clock,
  });
  const more = total > rows.length && rows.length > 0;
  if (!more) return page(crowded ? { since: secondAfter(at.since), within: null } : null);
  const last = text(rows.at(-1)?.updated_at) ?? at.since;
  const lastId = id(rows.at(-1)?.[resource.id]) ?? "0";
  if (crowded) return page({ since: at.since, within: lastId });
  // Without an end the page would begin where it began.
  return page(last === at.since ? { since: last, within: "0" } : { since: last, within: null });
}

/** As the tables hold it: UTC, whole seconds, a space in between. */
export const written = (time: Date) => time.toISOString().slice(0, 19).replace("T", " ");
const secondAfter = (time: string) => written(new Date(Date.parse(`${time.replace(" ", "T")}Z`) + 1000));

function readCursor<T>(shape: z.ZodType<T>, cursor: string): T {
  try {
    return shape.parse(JSON.parse(cursor));
  } catch {
    throw new Unreadable("The place where the sync stopped cannot be read. Start it anew.");
  }
}
