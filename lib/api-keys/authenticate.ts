/** Who calls: a key becomes the context of the organization and the store it was made for. */
import { scopes } from "@/lib/permissions";
import { sha256 } from "@/lib/secrets";
import { type Ctx, database } from "@/lib/tenancy";

export type Caller = { ctx: Ctx & { actor: { kind: "key" } }; keyId: number };

type Found = { orgId: number; keyId: number; name: string; scopes: string[]; storeId: number | null };

/** Null for what is no key, a revoked one, or one that was rotated away and has had its time. */
export async function authenticate(secret: string): Promise<Caller | null> {
  if (!/^clt_[\w-]{40,80}$/.test(secret)) return null;
  const hash = sha256(secret);
  const [row] = await database().sql<Found[]>`
    select org_id::int as "orgId", id::int as "keyId", name, scopes, store_id::int as "storeId" from api_keys
    where revoked_at is null and (hash = ${hash} or (old_hash = ${hash} and old_until > now()))`;
  if (!row) return null;
  const { orgId, keyId, name, storeId } = row;
  const permissions = scopes.filter((scope) => row.scopes.includes(scope));
  return { ctx: { orgId, actor: { kind: "key", keyId, name, permissions, storeId } }, keyId };
}

/** Notes that a key was used, at most once a minute. */
export async function noteUse({ ctx, keyId }: Caller): Promise<void> {
  const known = used.get(keyId) ?? 0;
  if (Date.now() - known < minute) return;
  used.set(keyId, Date.now());
  await database().sql`
    update api_keys set last_used_at = now() where org_id = ${ctx.orgId} and id = ${keyId}
      and (last_used_at is null or last_used_at < now() - interval '1 minute')`;
}

const minute = 60_000;
const used = new Map<number, number>();
