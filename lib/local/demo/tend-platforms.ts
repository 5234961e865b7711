/** At each start: who is connected to the demo's stores of other platforms finds them, and is found by their news. */
import { isDemoStore } from "@/lib/connection/apps";
import { sealPlace } from "@/lib/connection/store";
import type { Platform } from "@/lib/connectors/types";
import { env } from "@/lib/env";
import { unseal } from "@/lib/secrets";
import { lookAfter, passOver } from "@/lib/stores/upkeep";
import { database } from "@/lib/tenancy";

type Row = { orgId: number; storeId: number; id: string; platform: Platform; url: string; credentials: string };

/** Puts their webhooks right, wherever the app listens now, and reads what was missed meanwhile. */
export async function tendPlatforms(): Promise<void> {
  for (const row of await connectedRows()) {
    const credentials = opened(row);
    const url = row.platform === "magento" ? await followedTo(row, credentials) : row.url;
    if (!isDemoStore(row.platform, { url, credentials })) continue;
    const ctx = { orgId: row.orgId, actor: { kind: "job", name: "The start" } } as const;
    await lookAfter(ctx, { storeId: row.storeId });
    await passOver(ctx, { storeId: row.storeId, kind: "light" });
  }
}

/** A Magento is known by its address: when its port was taken, and it came up on another one, its stores follow. */
async function followedTo({ storeId, url }: Row, { accessToken }: Record<string, unknown>): Promise<string> {
  const demo = env().DEMO_PLATFORMS?.magento;
  const moved =
    demo?.url && url !== demo.url && /^http:\/\/127\.0\.0\.1:/.test(url) && accessToken === demo.keys.accessToken;
  if (!moved) return url;
  await database()
    .sql`update stores s set url = ${demo.url!} where s.id = ${storeId} and not exists (select from stores o
    where o.org_id = s.org_id and o.platform = s.platform and o.url = ${demo.url!})`;
  return demo.url!;
}

async function connectedRows(): Promise<Row[]> {
  const names = Object.keys(env().DEMO_PLATFORMS ?? {});
  const rows = await database().sql`
    select org_id::int as "orgId", id::int as "storeId", public_id as id, platform, url, credentials from stores
    where platform = any(${names}) and state = 'active' and credentials is not null order by org_id, id`;
  return rows.map((row) => row as unknown as Row);
}

function opened({ id, credentials }: Row): Record<string, unknown> {
  try {
    return JSON.parse(unseal(credentials, sealPlace(id, "credentials")));
  } catch {
    return {};
  }
}
