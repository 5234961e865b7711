/**
 * Customer groups: each customer is in one. "Not logged in" has no accounts, and "General" is a group like any other.
 */

import { Refusal } from "@/lib/connectors/errors";
import { id, text } from "@/lib/connectors/fields";
import type { MagentoHttp } from "@/lib/connectors/magento/http";
import { type Condition, customers, type Resource, search } from "@/lib/connectors/magento/lists";
import type { GroupRecord, Page } from "@/lib/connectors/types";

const groups: Resource = { path: "customerGroups/search", id: "id" };

/** All of them, by id. They carry no date. */
export async function listGroups(http: MagentoHttp, cursor: string | null): Promise<Page<GroupRecord>> {
  const { rows, total } = await search(http, groups, [["id", "gt", cursor ?? "0"]], ["id"]);
  const items = rows.flatMap((row) => {
    const externalId = id(row.id);
    return externalId ? { externalId, name: text(row.code) ?? `Group ${externalId}`, updatedAt: null } : [];
  });
  const last = items.at(-1)?.externalId;
  return { items, next: last && total > rows.length ? last : null, total: cursor === null ? items.length : null };
}

/**
 * Ids of its customers, in their order. Of a group that is no more Magento tells an empty list, so it is asked for
 * first.
 */
export async function listMembers(http: MagentoHttp, groupId: string, cursor: string | null): Promise<Page<string>> {
  if (cursor === null) await mustBe(http, groupId);
  const conditions: Condition[] = [
    ["group_id", "eq", groupId],
    ["entity_id", "gt", cursor ?? "0"],
  ];
  const { rows, total } = await search(http, customers, conditions, ["entity_id"], "items[id],total_count");
  const items = rows.flatMap((row) => id(row.id) ?? []);
  const last = items.at(-1);
  return { items, next: last && total > rows.length ? last : null, total: cursor === null ? total : null };
}

async function mustBe(http: MagentoHttp, groupId: string) {
  const { rows } = await search(http, groups, [["id", "eq", groupId]], ["id"]);
  if (rows.length === 0) throw new Refusal(404, "", "There is no such group at the store.");
}
