/**
 * Writes deliveries down before they are answered. Requests that wait at the same moment share one statement and one
 * commit: a store that sends 200 at once costs a few writes, and each is answered only when its row is safe.
 */
import { database } from "@/lib/tenancy";

export type Letter = {
  orgId: number;
  storeId: number;
  topic: string;
  objectId: string | null;
  dedupeKey: string;
  headers: Record<string, string>;
  body: Buffer;
};

type Waiting = { letter: Letter; done: () => void; failed: (error: unknown) => void };

const largest = 200;
const writers = 2;
const queue: Waiting[] = [];
let writing = 0;

/** Resolves when the letter is stored, or was stored before. Rejects when the database could not take it. */
export function keep(letter: Letter): Promise<void> {
  return new Promise((done, failed) => {
    queue.push({ letter, done, failed });
    if (writing < writers) void write();
  });
}

async function write() {
  writing++;
  try {
    // One turn of the loop lets requests that arrived together come along.
    await new Promise(setImmediate);
    while (queue.length > 0) {
      const batch = queue.splice(0, largest);
      try {
        await insert(batch.map(({ letter }) => letter));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
  } finally {
    writing--;
  }
}

async function insert(letters: Letter[]) {
  const { sql } = database();
  await sql`
    with stored as (
      insert into webhook_deliveries (org_id, store_id, topic, object_id, dedupe_key, headers, body)
      select * from unnest(
        ${letters.map((l) => String(l.orgId))}::bigint[], ${letters.map((l) => String(l.storeId))}::bigint[],
        ${letters.map((l) => l.topic)}::text[], ${letters.map((l) => l.objectId)}::text[],
        ${letters.map((l) => l.dedupeKey)}::text[], ${letters.map((l) => JSON.stringify(l.headers))}::text[]::jsonb[],
        ${letters.map((l) => `\\x${l.body.toString("hex")}`)}::text[]::bytea[])
      on conflict (org_id, store_id, dedupe_key) do nothing
      returning org_id, store_id, id, octet_length(body) as bytes
    )
    insert into webhook_waiting (org_id, store_id, id, bytes) select * from stored`;
}
