/**
 * What a staged row tells that is not known yet: of a file that came before, next to nothing, found at one look a row.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { type ImportRow, optionsOf } from "../row";

/** Rows with an e-mail address, and after them those without. */
export type Pass = "email" | "rest";

/** Columns that a later row of the same person replaces, blanks never. */
export const told = [
  ...["email", "email_typed", "phone", "push_id", "first_name", "last_name", "birthday", "gender", "language"],
  ...["company", "line1", "line2", "postcode", "city", "region", "country"],
];

/** Those of them that replace what is known of somebody found by the rest. */
const replaced = told.filter((name) => name !== "email" && name !== "email_typed");

/** `rows` are those of the pass, `before` how many people the import opened or changed so far. */
export type Gathering = { pass: Pass; rows: number; quiet: boolean; before: number };

/**
 * `news`: the lines that are not settled by one look at the contact of their address or number. Nor is a line whose
 * contact another line leads to, or an earlier chunk of the import changed: they are counted as one.
 */
export function withNews(ctx: Working, row: ImportRow, staged: SQL, { pass, before }: Gathering): SQL {
  const [column, address] = pass === "email" ? [sql`email`, sql`s.email`] : [sql`phone_key`, sql`s.phone`];
  const mine = sql`org_id = ${ctx.orgId} and store_id = ${row.storeId}`;
  return sql`
    seen as materialized (
      select line, address, push_id, id, email_claimed, sms_claimed, ${settled} as settled from (
        select s.line, ${address} as address, s.push_id, c.*, ${choices(row)}
        from ${staged} s left join lateral (
          select id, email_consent as email_known, sms_consent as sms_known, ${toldAsKnown(row)} as same
          from contacts c where ${mine} and ${column} = ${address} offset 0
        ) c on true offset 0
      ) s
    ), shared as materialized (
      select id from seen where id is not null group by id having count(*) > 1
      union all select contact_id from seen cross join lateral (
        select contact_id from contact_aliases where ${mine} and address = seen.address offset 0
      ) a where seen.id is null
      union all select u.id from seen cross join lateral (
        select id from contacts where org_id = ${ctx.orgId} and push_id = seen.push_id and store_id = ${row.storeId}
        order by id offset 0 limit 1
      ) u where seen.address is null
      union all select id from seen cross join lateral (
        select from import_changes where org_id = ${ctx.orgId} and contact_id = seen.id
          and import_id = ${row.id} offset 0
      ) m where ${before > 0} and settled
    ), news as materialized (
      select line from seen where not settled or id in (select id from shared)
    )`;
}

export const newsOf = (ctx: Working, row: ImportRow) => sql`(
  select s.* from news n cross join lateral (
    select * from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id} and line = n.line offset 0) s)`;

/** Whether nothing would be written of a row that is alone in telling of its person. */
export const settled = sql`coalesce(same and ${calm("email")} and ${calm("sms")}, false)`;

/** Whether updateKnown (known.ts) would find nothing to write. */
export function toldAsKnown(row: ImportRow): SQL {
  if (row.kind !== "contacts") return sql`true`;
  const updates = optionsOf(row).known === "update" ? sql`not ${differs}` : sql`true`;
  return sql`(c.kept_at is not null and c.gone_at is null and ${updates})`;
}

/** Whether a staged row `s` tells other fields of its contact `c` than are known. */
export const differs = sql`(${sql.join(
  replaced.map((name) => {
    const [told, known] = [sql`s.${sql.identifier(name)}`, sql`c.${sql.identifier(name)}`];
    return sql`(${told} is not null and ${told} is distinct from ${known})`;
  }),
  sql` or `,
)})`;

/** Whether hearFile (consents.ts) would find no news of a channel: dates are always looked at. */
function calm(channel: "email" | "sms"): SQL {
  const of = (what: string) => sql.identifier(`${channel}_${what}`);
  return sql`(${of("in")} is null and ${of("out")} is null and (not ${of("claimed")} or ${of("known")} = 'subscribed')
    and (not ${of("left")} or ${of("known")} = 'unsubscribed') and (not ${of("asked")} or ${of("known")} <> 'never'))`;
}

/**
 * What a row says of e-mail and SMS as dates (lib/consent/consent.ts). Dates belong to the channels that the row speaks
 * of, else to e-mail. An opt-in needs the address, and a date that is past; kinds that only lower raise nothing.
 */
export function choices(row: ImportRow): SQL {
  const raises = row.kind === "contacts" ? sql`` : sql`false and `;
  const of = (channel: "email" | "sms", address: SQL) => {
    const says = sql`s.${sql.identifier(`${channel}_consent`)}`;
    const speaks =
      channel === "email" ? sql`(${says} is not null or s.sms_consent is null)` : sql`(${says} is not null)`;
    const up = sql`${raises}${address} is not null and coalesce(${says}, 'subscribed')`;
    const name = (what: string) => sql.identifier(`${channel}_${what}`);
    return sql`
      case when ${up} = 'subscribed' and ${speaks} and s.opt_in_at <= now() then s.opt_in_at end as ${name("in")},
      case when ${speaks} and s.opt_out_at is not null then least(s.opt_out_at, now()) end as ${name("out")},
      ${says} is not distinct from 'unsubscribed' and s.opt_out_at is null as ${name("left")},
      ${up} = 'subscribed' and ${speaks} and not coalesce(s.opt_in_at <= now(), false)
        and (${says} is not null or s.opt_in_at is not null) as ${name("claimed")},
      ${up} = 'pending' and ${says} is not null as ${name("asked")}`;
  };
  return sql`${of("email", sql`s.email`)}, ${of("sms", sql`s.phone`)}`;
}
