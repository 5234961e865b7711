/** A demo store whose port was taken comes up on another one: who is connected to it follows. */
import { sealPlace } from "@/lib/connection/store";
import { unseal } from "@/lib/secrets";
import { database } from "@/lib/tenancy";
import { keysOf } from "../demo-store";
import type { Told } from "./told";

/**
 * Finds each demo store's last address by the key that only the demo uses, and moves every connection to the new one.
 */
export async function followMoved(places: Told[]): Promise<void> {
  const { sql } = database();
  const local = await sql`select public_id as id, url, credentials from stores
    where url ~ '^http://localhost:' and credentials is not null`;
  const moves = places.flatMap(({ shop, url }) => {
    const { consumerKey } = keysOf(shop.store.seed);
    const before = local.find((row) => keyIn(row.credentials, row.id) === consumerKey)?.url;
    return before && before !== url ? [{ before, url }] : [];
  });
  if (moves.length === 0) return;
  await sql`update stores s set url = m.url
    from jsonb_to_recordset(${JSON.stringify(moves)}::text::jsonb) as m(before text, url text) where s.url = m.before
    and not exists (select from stores o where o.org_id = s.org_id and o.platform = s.platform and o.url = m.url)`;
}

function keyIn(credentials: string, id: string): unknown {
  try {
    return JSON.parse(unseal(credentials, sealPlace(id, "credentials"))).consumerKey;
  } catch {
    return undefined;
  }
}
