/**
 * Going through Stripe's lists: newest first, the next page by the last id of the one before. Cursors are opaque JSON.
 */
import { z } from "zod";
import { Refusal, Unreadable } from "@/lib/connectors/errors";
import { type Fields, isFields, listIn } from "@/lib/connectors/fields";
import type { Query, StripeHttp } from "@/lib/connectors/stripe/http";
import { stripeId } from "@/lib/connectors/stripe/payloads";

/** `askedAt` and `clock` as in http.ts. */
export type Listed = { rows: Fields[]; next: string | null; askedAt: Date; clock: Date };

const Place = z.object({ after: z.string(), at: z.number() });

/** One page of a hundred. */
export async function list(http: StripeHttp, path: string, query: Query, cursor: string | null): Promise<Listed> {
  const place = cursor === null ? null : readPlace(cursor);
  const { data, askedAt, clock } = await page(http, path, { limit: 100, ...query }, place);
  if (!Array.isArray(data.data)) throw new Unreadable(`Stripe's list of ${path} is not a list.`);
  const rows = data.data.filter(isFields);
  const last = rows.at(-1);
  const after = stripeId(last?.id);
  const more = data.has_more === true && after !== undefined;
  return { rows, next: more ? JSON.stringify({ after, at: Number(last?.created) || 0 }) : null, askedAt, clock };
}

/** The record that a page begins behind may be gone by then: its second is read again instead. */
async function page(http: StripeHttp, path: string, query: Query, place: z.infer<typeof Place> | null) {
  if (!place) return http.get(path, query);
  try {
    return await http.get(path, { ...query, starting_after: place.after });
  } catch (error) {
    const gone = error instanceof Refusal && error.code === "resource_missing" && place.at > 0;
    if (!gone) throw error;
    return http.get(path, { ...query, "created[lte]": place.at });
  }
}

function readPlace(cursor: string) {
  try {
    return Place.parse(JSON.parse(cursor));
  } catch {
    throw new Unreadable("The place where the sync stopped cannot be read. Start it anew.");
  }
}

/** A list inside an object holds its first ten; the whole of it is asked for where there are more. */
export async function wholeList(http: StripeHttp, inside: unknown, path: string, query: Query = {}): Promise<unknown> {
  if (!isFields(inside) || inside.has_more !== true) return inside;
  const data: Fields[] = [];
  for (let cursor: string | null = null; ; ) {
    const { rows, next } = await list(http, path, query, cursor);
    data.push(...listIn(rows));
    if (next === null) return { data };
    cursor = next;
  }
}
