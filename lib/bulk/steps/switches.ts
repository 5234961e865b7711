/**
 * Disabling and enabling, as lib/contacts/switches.ts does for one. The timeline's lines follow from the noted changes.
 */
import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { askedAt, type BulkRow, change, changedSince, holdStores, type Part, putBack } from "../action";

export async function disable(ctx: Working, row: BulkRow, part: Part): Promise<number> {
  await holdStores(ctx, row, part);
  return change(
    ctx,
    row,
    part,
    sql`changed as (
      update contacts c set disabled_at = ${askedAt(row)}, updated_at = now() from target t
      where c.org_id = ${ctx.orgId} and c.id = t.id and c.disabled_at is null
      returning c.id as contact_id, 0 as subject_id, null::jsonb as before
    )`,
  );
}

export async function enable(ctx: Working, row: BulkRow, part: Part): Promise<number> {
  await holdStores(ctx, row, part);
  return change(
    ctx,
    row,
    part,
    sql`off as materialized (
      select c.id, c.disabled_at from target t join contacts c on c.org_id = ${ctx.orgId} and c.id = t.id
      where c.disabled_at is not null order by c.id for no key update of c
    ), changed as (
      update contacts c set disabled_at = null, updated_at = now() from off
      where c.org_id = ${ctx.orgId} and c.id = off.id
      returning c.id as contact_id, 0 as subject_id, jsonb_build_object('at', off.disabled_at) as before
    )`,
  );
}

export async function undoDisable(ctx: Working, row: BulkRow, part: Part): Promise<number> {
  await holdStores(ctx, row, part);
  return putBack(
    ctx,
    row,
    part,
    sql`back as (
      update contacts c set disabled_at = null, updated_at = now() from mine
      where c.org_id = ${ctx.orgId} and c.id = mine.contact_id
        and c.disabled_at is not distinct from ${askedAt(row)}
      returning c.id as contact_id, 0 as subject_id
    )`,
  );
}

export async function undoEnable(ctx: Working, row: BulkRow, part: Part): Promise<number> {
  await holdStores(ctx, row, part);
  const since = changedSince(row, ["disable", "enable"], ["contact.disabled", "contact.enabled"], null);
  return putBack(
    ctx,
    row,
    part,
    sql`back as (
      update contacts c set disabled_at = (mine.before->>'at')::timestamptz, updated_at = now() from mine
      where c.org_id = ${ctx.orgId} and c.id = mine.contact_id and c.disabled_at is null and not ${since}
      returning c.id as contact_id, 0 as subject_id
    )`,
  );
}
