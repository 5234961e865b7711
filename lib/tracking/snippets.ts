/** The snippet of a store as the merchant sees and sets it. */
import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { snippets, stores } from "@/db/schema";
import { audit } from "@/lib/audit";
import { findHome, findStore, isPublicId } from "@/lib/connection/store";
import { notFound } from "@/lib/errors";
import { may, permit } from "@/lib/permissions";
import { randomSecret, seal, unseal } from "@/lib/secrets";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";
import type { KeepSnippet, OneStore } from "./inputs";

/** `id` is public. `secret` for those who may connect stores. `known` of the visitors of 30 days are contacts. */
export type Snippet = {
  id: string;
  active: boolean;
  origins: string[];
  consent: "ask" | "given";
  signed: boolean;
  secret: string | null;
  heardAt: Date | null;
  visitors: number;
  known: number;
};

/** Null where none was made yet. @throws Failure not-found */
export async function showSnippet(ctx: Ctx, input: z.output<typeof OneStore>): Promise<Snippet | null> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    const [row] = await ctx.db.select().from(snippets).where(of(ctx, store.id));
    if (!row) return null;
    const [seen] = await ctx.db.execute<{ visitors: number; known: number }>(sql`
      select count(*)::int as visitors, count(contact_id)::int as known from visitors
      where org_id = ${ctx.orgId} and store_id = ${store.id} and seen_at > now() - interval '30 days'`);
    const { publicId: id, active, origins, consent, signed, heardAt } = row;
    const secret = may(ctx, "stores.connect") ? unseal(row.secret, sealedAt(input.store)) : null;
    return { id, active, origins, consent, signed, secret, heardAt, ...seen! };
  });
}

/**
 * Makes the store's snippet or changes it; what stands in the shop's pages stays the same. @throws Failure not-found
 */
export async function keepSnippet(ctx: Ctx, input: z.output<typeof KeepSnippet>): Promise<void> {
  permit(ctx, "stores.connect");
  await transact(ctx, async (ctx) => {
    const { store, ...set } = input;
    const { id, name } = await findHome(ctx, store);
    await ctx.db
      .insert(snippets)
      .values({ orgId: ctx.orgId, storeId: id, secret: seal(randomSecret(), sealedAt(store)), ...set })
      .onConflictDoUpdate({ target: [snippets.orgId, snippets.storeId], set });
    await audit(ctx, "snippet.set", `store ${name}`, set);
  });
}

/** A new secret; signatures made with the old one count no more. @throws Failure not-found */
export async function renewSnippetSecret(ctx: Ctx, input: z.output<typeof OneStore>): Promise<void> {
  permit(ctx, "stores.connect");
  await transact(ctx, async (ctx) => {
    const { id, name } = await findStore(ctx, input.store);
    const secret = seal(randomSecret(), sealedAt(input.store));
    const done = await ctx.db.update(snippets).set({ secret }).where(of(ctx, id)).returning({ id: snippets.publicId });
    if (done.length === 0) throw notFound("snippet");
    await audit(ctx, "snippet.secret-renewed", `store ${name}`);
  });
}

/** A switched-on snippet and its store, whichever organization has it: its id is all a browser has. */
export async function snippetById(id: string) {
  if (!isPublicId(id)) return null;
  const [row] = await database()
    .orm.select({ snippet: snippets, store: stores.publicId, url: stores.url, state: stores.state })
    .from(snippets)
    .innerJoin(stores, and(eq(stores.orgId, snippets.orgId), eq(stores.id, snippets.storeId)))
    .where(eq(snippets.publicId, id));
  if (!row?.snippet.active || row.state === "disconnected") return null;
  return { ...row.snippet, store: row.store, url: row.url };
}

export type Listening = NonNullable<Awaited<ReturnType<typeof snippetById>>>;

export const secretOf = (snippet: Listening) => unseal(snippet.secret, sealedAt(snippet.store));

const sealedAt = (store: string) => `store ${store} visits`;

const of = (ctx: Working, store: number) => and(eq(snippets.orgId, ctx.orgId), eq(snippets.storeId, store));
