/** Segments of the admin. Deliveries tell who joined and left; what they miss, the night's reading finds. */

import { Refusal, Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, listIn, text } from "@/lib/connectors/fields";
import * as documents from "@/lib/connectors/shopify/documents";
import type { ShopifyHttp } from "@/lib/connectors/shopify/http";
import { page } from "@/lib/connectors/shopify/lists";
import { gid, gidOf, time } from "@/lib/connectors/shopify/values";
import type { Change, GroupRecord, Page } from "@/lib/connectors/types";

export const groupTopics = [
  ...(["segments/create", "segments/update", "segments/delete"] as const),
  ...(["customer.joined_segment", "customer.left_segment"] as const),
] as const;

export async function listGroups(http: ShopifyHttp, cursor: string | null): Promise<Page<GroupRecord>> {
  const { rows, more, end } = await page(http, "segments", documents.segments, { after: cursor });
  return { items: rows.flatMap((row) => readGroup(row) ?? []), next: more && end ? end : null, total: null };
}

/** A thousand a page. A member's id is the customer's number under another name. */
export async function listMembers(http: ShopifyHttp, groupId: string, cursor: string | null): Promise<Page<string>> {
  const segment = gidOf("Segment", groupId);
  const { data } = await http.ask(documents.segmentMembers, { segment, after: cursor }).catch((error: unknown) => {
    if (isMissing(error)) throw new Refusal(404, "", "There is no such segment at the store.");
    throw error;
  });
  const { edges, pageInfo, totalCount } = fieldsIn(data.customerSegmentMembers);
  if (!Array.isArray(edges)) throw new Unreadable("Shopify's list of a segment's members is not a list.");
  const { hasNextPage, endCursor } = fieldsIn(pageInfo);
  return {
    items: listIn(edges).flatMap(({ node }) => gid(node) ?? []),
    next: hasNextPage === true ? (text(endCursor) ?? null) : null,
    total: typeof totalCount === "number" ? totalCount : null,
  };
}

const isMissing = (error: unknown) => error instanceof Refusal && /does not exist|not found/i.test(error.message);

/** `triggeredAt`: the header that says when it happened; deliveries come in any order. */
export function readGroupTopic(topic: string, told: Fields, triggeredAt: string | undefined): Change {
  if (topic.startsWith("segments/")) {
    const group = readGroup(told);
    if (!group) return refused(topic);
    return topic === "segments/delete" ? { kind: "group-gone", groupId: group.externalId } : { kind: "group", group };
  }
  const [groupId, customerId] = [gid(told.segment_id), gid(told.customer_id)];
  if (!groupId || !customerId) return refused(topic);
  const at = time(triggeredAt);
  const kind = topic === "customer.joined_segment" ? "group-joined" : "group-left";
  return { kind, groupId, customerId, ...(at ? { at } : {}) };
}

const refused = (topic: string): Change => ({ kind: "refused", reason: `The message of ${topic} names no segment.` });

function readGroup(row: Fields): GroupRecord | null {
  const externalId = gid(row.id);
  return externalId
    ? { externalId, name: text(row.name) ?? `Segment ${externalId}`, updatedAt: time(row.lastEditDate) }
    : null;
}
