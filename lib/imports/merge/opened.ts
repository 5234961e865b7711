/** New contacts of a chunk, in one statement: the row, its figures, its choices and their evidence. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { actorOf, type ImportRow } from "../row";
import { consentSource, evidenceAfter } from "./consents";
import type { Into } from "./merged";

/**
 * Opens a contact for everybody nobody knew. A number that somebody here goes by stays theirs. The choice of a person
 * who never made one is what the file says (lib/consent/consent.ts, first column of its table).
 */
export async function openNew(ctx: Working, { row, store, zone }: Into): Promise<void> {
  await ctx.db.execute(sql`
    with new as materialized (
      select p.*, ${stated("email")}, ${stated("sms")},
        case when not ${held(ctx, store.id)} and row_number() over (
            partition by phone order by least(coalesce(created_at, now()), now()), email nulls last, line) = 1
          then phone end as phone_key
      from people p where contact_id is null
    ), made as (
      insert into contacts (org_id, store_id, source, email, email_typed, phone, phone_key, push_id, first_name,
        last_name,
        birthday, gender, language, company, line1, line2, postcode, city, region, country, email_consent,
        email_consent_at, sms_consent, sms_consent_at, born_at, kept_at)
      select ${ctx.orgId}, ${store.id}, 'csv', email, email_typed, phone, phone_key, push_id, coalesce(first_name, ''),
        coalesce(last_name, ''), birthday, gender, language, company, line1, line2, postcode, city, region, country,
        email_state, email_since, sms_state, sms_since, coalesce(least(created_at, now()), now()), now()
      from new order by line
      returning id, email, phone, push_id
    ), known as materialized (
      select m.id, n.* from made m join new n
        on coalesce(n.email, n.phone, n.push_id) = coalesce(m.email, m.phone, m.push_id)
    ), figures as (
      insert into contact_activity (org_id, contact_id, last_interaction_at)
      select ${ctx.orgId}, id, greatest(email_in, sms_in) from known order by id
    ), chosen as (
      insert into consents (org_id, contact_id, channel, opted_in_at, opted_out_at, claimed_at, pending_at)
      ${choicesOf(ctx, "email")} union all ${choicesOf(ctx, "sms")}
    ), proof as (
      insert into consent_evidence (org_id, contact_id, channel, before, after, method, source, evidence, effective_at,
        recorded_at, actor_kind, actor_name)
      ${proofOf(ctx, row, zone, "email")} union all ${proofOf(ctx, row, zone, "sms")}
    )
    update people p set contact_id = k.id, fresh = true, moved = k.email_state <> 'never' or k.sms_state <> 'never'
    from known k where p.contact_id is null
      and coalesce(p.email, p.phone, p.push_id) = coalesce(k.email, k.phone, k.push_id)`);
}

/** Whether somebody goes by the number already. Of several rows it may be another one's that was looked up. */
const held = (ctx: Working, storeId: number) => sql`case when n = 1 then coalesce(phone_held, false) else exists (
  select from contacts where org_id = ${ctx.orgId} and store_id = ${storeId} and phone_key = p.phone) end`;

const of = (channel: string, what: string) => sql.identifier(`${channel}_${what}`);

/** `*_state` and `*_since` from what the file tells, by the rule of stateOf and since in lib/consent/consent.ts. */
export function stated(channel: "email" | "sms"): SQL {
  const out = sql`greatest(${of(channel, "out")}, case when ${of(channel, "left")} then now() end)`;
  const opted = of(channel, "in");
  return sql`
    case when ${out} is not null and not coalesce(${opted} > ${out}, false) then 'unsubscribed'
      when ${opted} is not null or ${of(channel, "claimed")} then 'subscribed'
      when ${of(channel, "asked")} then 'pending' else 'never' end as ${of(channel, "state")},
    case when ${out} is not null and not coalesce(${opted} > ${out}, false) then ${out}
      when ${opted} is not null then ${opted}
      when ${of(channel, "claimed")} or ${of(channel, "asked")} then now() end as ${of(channel, "since")}`;
}

const choicesOf = (ctx: Working, channel: "email" | "sms") => sql`
  select ${ctx.orgId}::bigint, id, ${channel}::text, ${of(channel, "in")},
    greatest(${of(channel, "out")}, case when ${of(channel, "left")} then now() end),
    case when ${of(channel, "claimed")} then now() end, case when ${of(channel, "asked")} then now() end
  from known where ${of(channel, "state")} <> 'never'`;

function proofOf(ctx: Working, row: ImportRow, zone: string, channel: "email" | "sms"): SQL {
  const actor = actorOf(row);
  return sql`
    select ${ctx.orgId}::bigint, id, ${channel}::text, 'never', ${of(channel, "state")}, 'import',
      ${consentSource}::text, 'Line ' || line || ${evidenceAfter(row, zone)}::text, ${of(channel, "since")},
      clock_timestamp(),
      ${actor.kind}::text, ${actor.name}::text
    from known where ${of(channel, "state")} <> 'never'`;
}
