/**
 * Messages follow from the lines of timelines after the fact, so no writer can forget to tell and none waits for it.
 * Each endpoint has read up to a place; a line that is not committed yet is never stepped over.
 */
import { sql } from "drizzle-orm";
import { contactsById } from "@/lib/api/contacts/read";
import { anyText, rowsOf } from "@/lib/sets";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";
import { kindsOf, type Topic, topicOf } from "./topics";

export type EndpointRef = { orgId: number; endpointId: number };

/** Lines read at once, and messages that may wait for one endpoint before it is read for no further. */
const batch = 500;
const mostWaiting = 10_000;

/** Reads on for every endpoint that is told of changes. Gives those for which messages are due. */
export async function gatherMessages(): Promise<EndpointRef[]> {
  const settled = await settledUntil();
  const due = await database().sql<(EndpointRef & { behind: boolean })[]>`
    select org_id::int as "orgId", id::int as "endpointId", position < ${settled} as behind from endpoints
    where paused_at is null and disabled_at is null`;
  for (const { orgId, endpointId, behind } of due) {
    const ctx: Ctx = { orgId, actor: { kind: "job", name: "Webhooks" } };
    for (let round = 0; behind && round < 20; round++) if (!(await readOn(ctx, { endpointId, settled }))) break;
  }
  const rows = await database().sql<EndpointRef[]>`
    select distinct m.org_id::int as "orgId", m.endpoint_id::int as "endpointId" from endpoint_messages m
    join endpoints e on e.org_id = m.org_id and e.id = m.endpoint_id
    where m.state = 'waiting' and m.next_at <= now() and e.paused_at is null and e.disabled_at is null`;
  return [...rows];
}

/**
 * The newest line below which none is still to appear: ids are given before their transactions end. Whoever writes
 * lines holds a lock on their table, so all who held one as the newest id was read must have ended. 0 when they take
 * too long.
 */
export async function settledUntil(patienceMs = 5_000): Promise<number> {
  const { sql } = database();
  const [newest] = await sql<{ id: number }[]>`
    select case when is_called then last_value else 0 end::float8 as id from contact_events_id_seq`;
  const writers = async () => {
    const rows = await sql<{ writer: string }[]>`
      select distinct virtualtransaction as writer from pg_locks
      where locktype = 'relation' and relation = 'contact_events'::regclass and mode = 'RowExclusiveLock'
        and database = (select oid from pg_database where datname = current_database())`;
    return new Set(rows.map(({ writer }) => writer));
  };
  const before = await writers();
  for (const until = Date.now() + patienceMs; before.size > 0; await wait(50)) {
    const now = await writers();
    for (const writer of before) if (!now.has(writer)) before.delete(writer);
    if (before.size > 0 && Date.now() > until) return 0;
  }
  return newest!.id;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

type Line = { id: string; contact: string; kind: string; at: string; actor: string | null; detail: unknown };

/** One batch: the messages and the place they end at are one transaction. False when there is nothing more. */
async function readOn(ctx: Ctx, { endpointId, settled }: { endpointId: number; settled: number }): Promise<boolean> {
  return transact(ctx, async (ctx) => {
    const [endpoint] = await ctx.db.execute<{ position: number; topics: Topic[]; waiting: number }>(sql`
      select e.position::float8 as position, e.topics, (select count(*)::int from (select from endpoint_messages m
          where m.org_id = ${ctx.orgId} and m.endpoint_id = e.id and m.state = 'waiting'
            limit ${mostWaiting}) w) as waiting
      from endpoints e where e.org_id = ${ctx.orgId} and e.id = ${endpointId}
        and e.paused_at is null and e.disabled_at is null for update skip locked`);
    if (!endpoint || endpoint.position >= settled || endpoint.waiting >= mostWaiting) return false;
    const lines = await ctx.db.execute<Line>(sql`
      select id::text, contact_id::text as contact, kind, actor_name as actor, detail,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from contact_events where org_id = ${ctx.orgId} and id > ${endpoint.position} and id <= ${settled}
        and kind = ${anyText(kindsOf(endpoint.topics))}
      order by id limit ${batch}`);
    await write(ctx, endpointId, [...lines]);
    const position = lines.length < batch ? settled : Number(lines.at(-1)!.id);
    await ctx.db.execute(sql`
      update endpoints set position = ${position} where org_id = ${ctx.orgId} and id = ${endpointId}`);
    return lines.length === batch;
  });
}

async function write(ctx: Working, endpointId: number, lines: Line[]) {
  if (lines.length === 0) return;
  const ids = [...new Set(lines.map(({ contact }) => Number(contact)))];
  const contacts = new Map((await contactsById(ctx, ids)).map((view, n) => [ids[n], view]));
  const rows = lines.flatMap((line) => {
    const contact = contacts.get(Number(line.contact));
    const topic = topicOf(line.kind);
    return contact && topic
      ? [{ event: line.id, contact: line.contact, topic, body: bodyOf(line, topic, contact) }]
      : [];
  });
  await ctx.db.execute(sql`
    insert into endpoint_messages (org_id, endpoint_id, event_id, contact_ref, topic, body)
    select ${ctx.orgId}, ${endpointId}, event, contact, topic, body
    from ${rowsOf(rows)} as r(event bigint, contact bigint, topic text, body text) order by event
    on conflict do nothing`);
}

/** The contact as it is when the message is made; of one that is deleted only who it was. */
function bodyOf({ kind, at, actor, detail }: Line, topic: Topic, contact: { id: string; store: string }): string {
  const shown = topic === "contact.deleted" ? { id: contact.id, store: contact.store } : contact;
  return JSON.stringify({
    type: topic,
    timestamp: at,
    data: { contact: shown, change: { kind, by: actor, ...told(detail) } },
  });
}

const told = (detail: unknown) => (typeof detail === "object" && detail !== null ? { detail } : {});
