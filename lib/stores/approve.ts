/** Connecting by the platform's own page (OAuth): the merchant is sent there, approves, and comes back with a code. */
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { connectAttempts, organizations, stores } from "@/db/schema";
import { apiUrlOf, appOf, approvalUrl } from "@/lib/connection/apps";
import { platformNames } from "@/lib/connection/store";
import type { Approval, Asking } from "@/lib/connectors/approval";
import { Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { connectorFor, isCalled } from "@/lib/connectors/registry";
import { env } from "@/lib/env";
import { conflict, Failure, invalid, notFound } from "@/lib/errors";
import { errorFacts, log } from "@/lib/log";
import { enter } from "@/lib/organizations";
import { permit } from "@/lib/permissions";
import { randomSecret, seal, sha256, unseal } from "@/lib/secrets";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { keepStore } from "./keep";

export const approving = ["shopify", "shopline", "salesforce"] as const;
type Approving = (typeof approving)[number];

/** `app`: the merchant's own, where this house has none at the platform or the merchant wants its own. */
export const BeginApproval = z.object({
  platform: z.enum(approving),
  url: z.string().trim().min(1, "Enter your store's address.").max(500),
  app: z.object({ id: z.string().trim().min(1).max(300), secret: z.string().trim().min(1).max(300) }).optional(),
});

export const ShowAttempt = z.object({ state: z.string().regex(/^[\w-]{20,100}$/) });

/** `own`: the app is the merchant's. Sealed into the attempt, for whose state alone it opens. */
type Draft = { own?: { id: string; secret: string }; verifier: string };

/**
 * Where to send the merchant. The state is unguessable, works once, within 30 minutes, for this organization, member
 * and store. @throws Failure invalid (address), conflict (no app at the platform)
 */
export async function beginApproval(
  ctx: Ctx,
  input: z.output<typeof BeginApproval>,
): Promise<{ authorizeUrl: string }> {
  permit(ctx, "stores.connect");
  const { platform } = input;
  const approval = approvalOf(platform);
  const url = approval.storeUrl(input.url);
  if (!url) {
    const message = `This is not the address of a ${platformNames[platform]} store.`;
    throw invalid(message, { url: message });
  }
  const state = randomSecret();
  const draft: Draft = { own: input.app, verifier: randomSecret() };
  const page = approval.page(askingOf(platform, url, state, draft));
  await transact(ctx, (ctx) =>
    ctx.db.insert(connectAttempts).values({
      orgId: ctx.orgId,
      stateHash: sha256(state),
      userId: ctx.actor.kind === "member" ? ctx.actor.userId : 0,
      platform,
      url,
      draft: seal(JSON.stringify(draft), draftPlace(state)),
      expiresAt: sql`now() + interval '30 minutes'`,
    }),
  );
  return { authorizeUrl: page };
}

/**
 * The merchant is back. Only the member who was sent may finish, as what they are by now; what went wrong is kept with
 * the attempt, for the page they are sent to. Gives the organization's slug and the store, null when nothing came of
 * it.
 * @throws Failure not-found (a state that is unknown, used, too old or another person's)
 */
export async function finishApproval(
  me: { userId: number; name: string },
  platform: string,
  query: URLSearchParams,
): Promise<{ org: string; state: string; store: string | null }> {
  const state = query.get("state") ?? "";
  const { attempt, slug } = await takeAttempt(me, platform, state);
  const entered = await enter(me, slug);
  if (!entered) throw notFound("connection attempt");
  const ctx: Ctx = {
    orgId: attempt.orgId,
    actor: { kind: "member", userId: me.userId, name: me.name, role: entered.role },
  };
  const mine = and(eq(connectAttempts.orgId, ctx.orgId), eq(connectAttempts.stateHash, attempt.stateHash));
  try {
    const draft = JSON.parse(unseal(attempt.draft ?? "", draftPlace(state))) as Draft;
    const store = await keepApproved(ctx, askingOf(attempt.platform as Approving, attempt.url, state, draft), draft, {
      platform: attempt.platform as Approving,
      query,
    });
    await transact(ctx, (ctx) => ctx.db.update(connectAttempts).set({ storeId: store.id, draft: null }).where(mine));
    return { org: slug, state, store: store.publicId };
  } catch (error) {
    const problem = sentenceOf(error);
    await transact(ctx, (ctx) => ctx.db.update(connectAttempts).set({ problem, draft: null }).where(mine));
    return { org: slug, state, store: null };
  }
}

/** What came of an attempt: the store, or why there is none; both null while it is under way. */
export async function approvalOutcome(
  ctx: Ctx,
  input: z.output<typeof ShowAttempt>,
): Promise<{ platform: string; store: string | null; problem: string | null } | null> {
  permit(ctx, "stores.connect");
  return transact(ctx, async (ctx) => {
    const [row] = await ctx.db
      .select({ platform: connectAttempts.platform, store: stores.publicId, problem: connectAttempts.problem })
      .from(connectAttempts)
      .leftJoin(stores, and(eq(stores.orgId, connectAttempts.orgId), eq(stores.id, connectAttempts.storeId)))
      .where(and(eq(connectAttempts.orgId, ctx.orgId), eq(connectAttempts.stateHash, sha256(input.state))));
    return row ?? null;
  });
}

async function keepApproved(
  ctx: Ctx,
  asking: Asking,
  draft: Draft,
  { platform, query }: { platform: Approving; query: URLSearchParams },
) {
  permit(ctx, "stores.connect");
  const { credentials, url } = await approvalOf(platform).finish(query, asking);
  return keepStore(ctx, {
    platform,
    url: url ?? asking.url,
    // An app of the merchant's own goes with its store: nothing else knows it.
    credentials: draft.own ? { ...credentials, app: draft.own } : credentials,
    secret: asking.app.secret,
    fields: { key: "url", place: "url" },
  });
}

function approvalOf(platform: Approving): Approval {
  const { approval } = connectorFor(platform);
  if (!approval) throw conflict(`${platformNames[platform]} has no page to approve at.`);
  return approval;
}

function askingOf(platform: Approving, url: string, state: string, { own, verifier }: Draft): Asking {
  const app = own ?? appOf(platform, { url });
  if (!app) {
    const message = `This Clientele has no app at ${platformNames[platform]}. Name your own, or connect by a token.`;
    throw conflict(message);
  }
  const { ALLOW_PRIVATE_STORES: allowPrivate } = env();
  const apiUrl = apiUrlOf(platform, { url });
  return { url, app, state, verifier, returnUrl: approvalUrl(platform), allowPrivate, apiUrl };
}

/** Uses it up. Nobody else's state is told from one that never was. */
async function takeAttempt(me: { userId: number }, platform: string, state: string) {
  if (!isCalled(platform)) throw notFound("connection attempt");
  const { orm } = database();
  const [attempt] = await orm
    .update(connectAttempts)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(connectAttempts.stateHash, sha256(state)),
        eq(connectAttempts.userId, me.userId),
        eq(connectAttempts.platform, platform),
        isNull(connectAttempts.usedAt),
        gt(connectAttempts.expiresAt, sql`now()`),
      ),
    )
    .returning();
  if (!attempt) throw notFound("connection attempt");
  const [row] = await orm
    .select({ slug: organizations.slug })
    .from(organizations)
    .where(eq(organizations.id, attempt.orgId));
  return { attempt, slug: row!.slug };
}

const draftPlace = (state: string) => `connection attempt ${sha256(state)}`;

function sentenceOf(error: unknown): string {
  const ofStore = [Failure, Throttled, Unauthorized, Unreadable].some((kind) => error instanceof kind);
  if (ofStore) return (error as Error).message;
  log.error({ error: errorFacts(error) }, "an approval could not be finished");
  return "The store could not be connected. Try again.";
}
