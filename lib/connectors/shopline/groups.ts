/** Customer groups: saved searches of the admin. Deliveries tell of the groups themselves, never of who is in them. */

import { Unreadable } from "@/lib/connectors/errors";
import { type Fields, listIn, text } from "@/lib/connectors/fields";
import { shoplineId, time } from "@/lib/connectors/shopline/fields";
import type { ShoplineHttp } from "@/lib/connectors/shopline/http";
import { list } from "@/lib/connectors/shopline/lists";
import type { Change, GroupRecord, Page } from "@/lib/connectors/types";

export const groupTopics = ["customer_groups/create", "customer_groups/update", "customer_groups/delete"] as const;

const path = "customer_saved_searches";

/** All of them; the documents name no paging, so a link to more is followed where there is one. */
export async function listGroups(http: ShoplineHttp, cursor: string | null): Promise<Page<GroupRecord>> {
  const { data, next } = await http.get(`${path}.json`, cursor === null ? {} : { page_info: cursor });
  // Under which name the list stands is not documented.
  const rows = [data.customer_saved_searches, data.customer_groups, data.data].find(Array.isArray);
  if (!rows) throw new Unreadable("The store's list of customer groups is not a list.");
  const items = listIn(rows).flatMap((row) => readGroup(row) ?? []);
  return { items, next, total: cursor === null && next === null ? items.length : null };
}

/** Ids of its customers. */
export async function listMembers(http: ShoplineHttp, groupId: string, cursor: string | null): Promise<Page<string>> {
  const members = { path: `${path}/${groupId}/customers.json`, rows: "customers", limit: 250 };
  const { rows, next } = await list(http, members, {}, cursor);
  return { items: rows.flatMap((row) => shoplineId(row.id) ?? []), next, total: null };
}

/** What a delivery about a group says. */
export function readGroupTopic(topic: string, message: Fields): Change {
  const group = readGroup(message);
  if (!group) return { kind: "refused", reason: `SHOPLINE sent ${topic} without saying about what.` };
  return topic === "customer_groups/delete"
    ? { kind: "group-gone", groupId: group.externalId }
    : { kind: "group", group };
}

function readGroup(row: Fields): GroupRecord | null {
  const externalId = shoplineId(row.id);
  return externalId
    ? { externalId, name: text(row.name) ?? `Group ${externalId}`, updatedAt: time(row.updated_at) }
    : null;
}
