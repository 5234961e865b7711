/** What the columns of a header meant the last time. */
import { and, eq, sql } from "drizzle-orm";
import { importMappings } from "@/db/schema";
import { sha256 } from "@/lib/secrets";
import type { Working } from "@/lib/tenancy";
import { Meaning } from "./meaning";

/** Headers that say the same in capitals or with spaces around are the same. */
export const digestOf = (header: string[] | null) =>
  header && sha256(JSON.stringify(header.map((cell) => cell.trim().toLowerCase())));

export async function rememberedFor(ctx: Working, digest: string | null): Promise<Meaning | null> {
  if (!digest) return null;
  const [row] = await ctx.db
    .select({ mapping: importMappings.mapping })
    .from(importMappings)
    .where(and(eq(importMappings.orgId, ctx.orgId), eq(importMappings.digest, digest)));
  return row ? Meaning.parse(row.mapping) : null;
}

export async function remember(ctx: Working, digest: string, mapping: Meaning) {
  await ctx.db
    .insert(importMappings)
    .values({ orgId: ctx.orgId, digest, mapping })
    .onConflictDoUpdate({
      target: [importMappings.orgId, importMappings.digest],
      set: { mapping, usedAt: sql`now()` },
    });
}
