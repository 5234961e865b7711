/** Keys of the REST API as a merchant sees and changes them. A key is shown once; only its hash is kept. */
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { apiKeys, stores } from "@/db/schema";
import { audit } from "@/lib/audit";
import { findHome } from "@/lib/connection/store";
import { invalid, notFound } from "@/lib/errors";
import { line } from "@/lib/inputs";
import { permit, type Scope, scopes, scopesOfWhole } from "@/lib/permissions";
import { randomSecret, sha256 } from "@/lib/secrets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";

/** Hours for which the earlier key still works after a rotation. */
export const overlaps = [0, 1, 24, 168] as const;

/** `store` is a public id; "" means the whole organization. */
export const CreateKey = z.object({
  name: line("a name"),
  store: z.union([z.uuid(), z.literal("")]).default(""),
  scopes: z.array(z.enum(scopes)).min(1, "Choose at least one scope."),
});
export const OneKey = z.object({ key: z.uuid() });
export const RotateKey = OneKey.extend({
  hours: z.coerce.number().refine((hours) => overlaps.some((one) => one === hours), "Choose how long."),
});

/** `id` is the public one; `old` is the earlier key that still works, after a rotation. */
export type ApiKey = {
  id: string;
  name: string;
  prefix: string;
  old: { prefix: string; until: Date } | null;
  store: string | null;
  scopes: Scope[];
  createdAt: Date;
  createdBy: string;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** Working ones first, then the revoked ones, each the newest first. */
export async function listKeys(ctx: Ctx): Promise<ApiKey[]> {
  permit(ctx, "api.manage");
  const rows = await transact(ctx, (ctx) =>
    ctx.db
      .select({ key: apiKeys, store: stores.name })
      .from(apiKeys)
      .leftJoin(stores, and(eq(stores.orgId, apiKeys.orgId), eq(stores.id, apiKeys.storeId)))
      .where(eq(apiKeys.orgId, ctx.orgId))
      .orderBy(sql`${apiKeys.revokedAt} is not null`, desc(apiKeys.id)),
  );
  return rows.map(({ key, store }) => viewOf(key, store));
}

/**
 * Gives the key itself, for this once. @throws Failure not-found (store), invalid (scopes for the whole organization)
 */
export async function createKey(
  ctx: Ctx,
  input: z.output<typeof CreateKey>,
): Promise<{ name: string; secret: string }> {
  permit(ctx, "api.manage");
  for (const scope of input.scopes) permit(ctx, scope);
  const beyond = input.scopes.filter((scope) => input.store !== "" && scopesOfWhole.includes(scope));
  if (beyond.length > 0) {
    const message = `A key for one store cannot have ${beyond.join(" and ")}.`;
    throw invalid(message, { scopes: message });
  }
  const { secret, prefix, hash } = newSecret();
  await transact(ctx, async (ctx) => {
    const store = input.store === "" ? null : await findHome(ctx, input.store);
    const chosen = scopes.filter((scope) => input.scopes.includes(scope));
    await ctx.db.insert(apiKeys).values({
      orgId: ctx.orgId,
      name: input.name,
      storeId: store?.id ?? null,
      scopes: chosen,
      prefix,
      hash,
      createdBy: ctx.actor.name,
    });
    await audit(ctx, "api-key.created", `API key ${input.name}`, {
      prefix,
      scopes: chosen,
      store: store?.name ?? null,
    });
  });
  return { name: input.name, secret };
}

/** A new key in place of the old one, which still works for so many hours. Gives the new one, for this once. */
export async function rotateKey(
  ctx: Ctx,
  input: z.output<typeof RotateKey>,
): Promise<{ name: string; secret: string }> {
  permit(ctx, "api.manage");
  const { secret, prefix, hash } = newSecret();
  const name = await transact(ctx, async (ctx) => {
    const key = await holdKey(ctx, input.key);
    const old = input.hours > 0 ? { oldPrefix: key.prefix, oldHash: key.hash } : { oldPrefix: null, oldHash: null };
    const oldUntil = input.hours > 0 ? sql`now() + ${input.hours}::int * interval '1 hour'` : null;
    await ctx.db
      .update(apiKeys)
      .set({ prefix, hash, ...old, oldUntil })
      .where(isKey(ctx, key.id));
    await audit(ctx, "api-key.rotated", `API key ${key.name}`, {
      before: key.prefix,
      after: prefix,
      hours: input.hours,
    });
    return key.name;
  });
  return { name, secret };
}

/** From now on neither the key nor an earlier one is accepted. @throws Failure not-found */
export async function revokeKey(ctx: Ctx, input: z.output<typeof OneKey>): Promise<{ name: string }> {
  permit(ctx, "api.manage");
  return transact(ctx, async (ctx) => {
    const key = await holdKey(ctx, input.key);
    const ended = { revokedAt: sql`now()`, oldPrefix: null, oldHash: null, oldUntil: null };
    await ctx.db.update(apiKeys).set(ended).where(isKey(ctx, key.id));
    await audit(ctx, "api-key.revoked", `API key ${key.name}`, { prefix: key.prefix });
    return { name: key.name };
  });
}

/** "clt_x7Kq2mPz_…": the part up to the second line is the prefix that is shown. */
function newSecret() {
  const prefix = `clt_${randomSecret(6).replace(/[-_]/g, "x")}`;
  const secret = `${prefix}_${randomSecret(32)}`;
  return { secret, prefix, hash: sha256(secret) };
}

async function holdKey(ctx: Working, key: string) {
  const mine = and(eq(apiKeys.orgId, ctx.orgId), eq(apiKeys.publicId, key), isNull(apiKeys.revokedAt));
  const [row] = await ctx.db.select().from(apiKeys).where(mine).for("update");
  if (!row) throw notFound("key");
  return row;
}

const isKey = (ctx: Working, id: number) => and(eq(apiKeys.orgId, ctx.orgId), eq(apiKeys.id, id));

function viewOf(key: typeof apiKeys.$inferSelect, store: string | null): ApiKey {
  const { publicId: id, name, prefix, createdAt, createdBy, lastUsedAt, revokedAt, oldPrefix, oldUntil } = key;
  const old = oldPrefix && oldUntil && oldUntil > new Date() ? { prefix: oldPrefix, until: oldUntil } : null;
  const held = scopes.filter((scope) => key.scopes.includes(scope));
  return { id, name, prefix, old, store, scopes: held, createdAt, createdBy, lastUsedAt, revokedAt };
}
