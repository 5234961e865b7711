/** Rotation of the encryption key: whatever is sealed with an old key is sealed anew with CLIENTELE_KEY. */
import { and, eq } from "drizzle-orm";
import { endpoints, stores } from "@/db/schema";
import { audit } from "@/lib/audit";
import { sealPlace } from "@/lib/connection/store";
import { secretPlace } from "@/lib/endpoints/endpoints";
import { seal, sealedWithOldKey, unseal } from "@/lib/secrets";
import { rehashAddresses } from "@/lib/suppressions/rehash";
import { database, transact, type Working } from "@/lib/tenancy";
import type { Operator } from "./every-store";

/**
 * Secrets that are now under the key, that were before, and that no known key opens; and erased people who are
 * recognised by an earlier key only.
 */
export type Rotation = { resealed: number; current: number; lost: number; kept: number };

/**
 * Goes over every store of every organization, each organization in one transaction. Safe to repeat, and to run beside
 * a working app that knows both keys. The old keys may go when nothing is lost and nobody kept.
 */
export async function resealSecrets(operator: Operator): Promise<Rotation> {
  const organizations = await database().sql`
    select org_id::int as id from stores union select org_id::int from suppressions
    union select org_id::int from endpoints order by id`;
  const total: Rotation = { resealed: 0, current: 0, lost: 0, kept: 0 };
  for (const { id } of organizations) {
    const done = await transact({ orgId: id, actor: operator }, resealOrganization);
    total.resealed += done.resealed;
    total.current += done.current;
    total.lost += done.lost;
    total.kept += done.kept;
  }
  return total;
}

async function resealOrganization(ctx: Working): Promise<Rotation> {
  const rows = await ctx.db.select().from(stores).where(eq(stores.orgId, ctx.orgId)).orderBy(stores.id).for("update");
  const done: Rotation = { resealed: 0, current: 0, lost: 0, kept: 0 };
  for (const row of rows) {
    const credentials = resealed(row.credentials, sealPlace(row.publicId, "credentials"), done);
    const webhookSecret = resealed(row.webhookSecret, sealPlace(row.publicId, "webhook secret"), done);
    if (credentials === row.credentials && webhookSecret === row.webhookSecret) continue;
    await ctx.db
      .update(stores)
      .set({ credentials, webhookSecret })
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, row.id)));
  }
  await resealEndpoints(ctx, done);
  done.kept = (await rehashAddresses(ctx)).kept;
  if (done.resealed > 0) await audit(ctx, "secrets.resealed", "the stores' secrets", done);
  return done;
}

async function resealEndpoints(ctx: Working, done: Rotation) {
  const rows = await ctx.db.select().from(endpoints).where(eq(endpoints.orgId, ctx.orgId)).for("update");
  for (const row of rows) {
    const secret = resealed(row.secret, secretPlace(row.publicId), done);
    if (secret === null || secret === row.secret) continue;
    await ctx.db
      .update(endpoints)
      .set({ secret })
      .where(and(eq(endpoints.orgId, ctx.orgId), eq(endpoints.id, row.id)));
  }
}

function resealed(sealed: string | null, place: string, done: Rotation): string | null {
  if (sealed === null) return null;
  if (!sealedWithOldKey(sealed)) {
    done.current += 1;
    return sealed;
  }
  try {
    const fresh = seal(unseal(sealed, place), place);
    done.resealed += 1;
    return fresh;
  } catch {
    done.lost += 1;
    return sealed;
  }
}
