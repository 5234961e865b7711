/** Endpoints as a merchant sees and changes them: addresses that are told of changes. */
import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { endpointMessages, endpoints } from "@/db/schema";
import { audit } from "@/lib/audit";
import { checkUrl, ForbiddenAddress } from "@/lib/connectors/outbound";
import { env } from "@/lib/env";
import { conflict, invalid, notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { seal } from "@/lib/secrets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { newSecret } from "./sign";
import { type Topic, topics } from "./topics";

/** An organization needs a few; each costs a message per change. */
const most = 10;

export const CreateEndpoint = z.object({
  url: z.string().trim().min(1, "Enter an address.").max(500),
  topics: z.array(z.enum(topics)).min(1, "Choose at least one topic."),
});
export const OneEndpoint = z.object({ endpoint: z.uuid() });
export const ChangeEndpoint = OneEndpoint.extend({ topics: CreateEndpoint.shape.topics });

/** Ids are public ones. `trouble` is a sentence; `recent` the newest messages. */
export type EndpointView = {
  id: string;
  url: string;
  topics: Topic[];
  createdAt: Date;
  createdBy: string;
  state: "live" | "paused" | "disabled";
  trouble: string | null;
  failingSince: Date | null;
  waiting: number;
  recent: Message[];
};

export type Message = {
  id: string;
  topic: string;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  createdAt: Date;
  /** When it is tried again, while it waits. */
  nextAt: Date;
  status: number | null;
  answer: string | null;
};

export const shown = 20;

export async function listEndpoints(ctx: Ctx): Promise<EndpointView[]> {
  permit(ctx, "api.manage");
  return transact(ctx, async (ctx) => {
    const rows = await ctx.db.select().from(endpoints).where(eq(endpoints.orgId, ctx.orgId)).orderBy(endpoints.id);
    const views: EndpointView[] = [];
    for (const row of rows) views.push(await viewOf(ctx, row));
    return views;
  });
}

/** Tells of what happens from now on. Gives the secret that messages are signed with, for this once. */
export async function createEndpoint(
  ctx: Ctx,
  input: z.output<typeof CreateEndpoint>,
): Promise<{ name: string; secret: string }> {
  permit(ctx, "api.manage");
  const url = checked(input.url);
  const secret = newSecret();
  await transact(ctx, async (ctx) => {
    const known = await ctx.db.$count(endpoints, eq(endpoints.orgId, ctx.orgId));
    if (known >= most) throw conflict(`There are ${most} endpoints already. Delete one first.`);
    const [row] = await ctx.db
      .insert(endpoints)
      .values({
        orgId: ctx.orgId,
        url,
        secret: "",
        topics: topics.filter((topic) => input.topics.includes(topic)),
        position: sql`coalesce((select max(id) from contact_events where org_id = ${ctx.orgId}), 0)`,
        createdBy: ctx.actor.name,
      })
      .returning({ id: endpoints.id, publicId: endpoints.publicId });
    const sealed = seal(secret, secretPlace(row!.publicId));
    await ctx.db.update(endpoints).set({ secret: sealed }).where(isEndpoint(ctx, row!.id));
    await audit(ctx, "endpoint.created", `endpoint ${url}`, { topics: input.topics });
  });
  return { name: new URL(url).host, secret };
}

/** What it is told from now on. @throws Failure not-found */
export async function changeEndpoint(ctx: Ctx, input: z.output<typeof ChangeEndpoint>): Promise<void> {
  const after = topics.filter((topic) => input.topics.includes(topic));
  await change(ctx, input.endpoint, "endpoint.changed", { topics: after });
}

/** Nothing is sent until it goes on; what happens meanwhile is sent then. @throws Failure not-found */
export async function pauseEndpoint(ctx: Ctx, input: z.output<typeof OneEndpoint>): Promise<void> {
  await change(ctx, input.endpoint, "endpoint.paused", { pausedAt: new Date() });
}

/** Goes on, also after it was given up on. @throws Failure not-found */
export async function resumeEndpoint(ctx: Ctx, input: z.output<typeof OneEndpoint>): Promise<void> {
  const live = { pausedAt: null, disabledAt: null, trouble: null, failingSince: null };
  await change(ctx, input.endpoint, "endpoint.resumed", live);
}

/** It is told nothing more, and its messages go. @throws Failure not-found */
export async function deleteEndpoint(ctx: Ctx, input: z.output<typeof OneEndpoint>): Promise<{ url: string }> {
  permit(ctx, "api.manage");
  return transact(ctx, async (ctx) => {
    const row = await holdEndpoint(ctx, input.endpoint);
    await ctx.db.delete(endpoints).where(isEndpoint(ctx, row.id));
    await audit(ctx, "endpoint.deleted", `endpoint ${row.url}`);
    return { url: row.url };
  });
}

/** What an endpoint's sealed secret is bound to. */
export const secretPlace = (publicId: string) => `endpoint ${publicId}`;

/** Held until the transaction ends. @throws Failure not-found */
export async function holdEndpoint(ctx: Working, endpoint: string) {
  const mine = and(eq(endpoints.orgId, ctx.orgId), eq(endpoints.publicId, endpoint));
  const [row] = await ctx.db.select().from(endpoints).where(mine).for("update");
  if (!row) throw notFound("endpoint");
  return row;
}

export const isEndpoint = (ctx: Working, id: number) => and(eq(endpoints.orgId, ctx.orgId), eq(endpoints.id, id));

async function change(ctx: Ctx, endpoint: string, verb: string, next: Partial<typeof endpoints.$inferInsert>) {
  permit(ctx, "api.manage");
  await transact(ctx, async (ctx) => {
    const row = await holdEndpoint(ctx, endpoint);
    await ctx.db.update(endpoints).set(next).where(isEndpoint(ctx, row.id));
    await audit(ctx, verb, `endpoint ${row.url}`, next.topics ? { before: row.topics, after: next.topics } : {});
  });
}

/** @throws Failure invalid at `url` */
function checked(typed: string): string {
  const wrong = (message: string) => invalid(message, { url: message });
  const { ALLOW_PRIVATE_STORES } = env();
  try {
    const url = checkUrl(typed, ALLOW_PRIVATE_STORES ? () => true : undefined);
    if (url.protocol !== "https:" && !ALLOW_PRIVATE_STORES) throw wrong("The address must begin with https://.");
    return url.href;
  } catch (error) {
    throw error instanceof ForbiddenAddress ? wrong(error.message) : error;
  }
}

async function viewOf(ctx: Working, row: typeof endpoints.$inferSelect): Promise<EndpointView> {
  const mine = and(eq(endpointMessages.orgId, ctx.orgId), eq(endpointMessages.endpointId, row.id));
  const recent = await ctx.db
    .select({
      id: endpointMessages.publicId,
      topic: endpointMessages.topic,
      state: endpointMessages.state,
      attempts: endpointMessages.attempts,
      createdAt: endpointMessages.createdAt,
      nextAt: endpointMessages.nextAt,
      status: endpointMessages.status,
      answer: endpointMessages.answer,
    })
    .from(endpointMessages)
    .where(mine)
    .orderBy(desc(endpointMessages.id))
    .limit(shown);
  const waiting = await ctx.db.$count(endpointMessages, and(mine, eq(endpointMessages.state, "waiting")));
  const { publicId: id, url, createdAt, createdBy, trouble, failingSince, disabledAt, pausedAt } = row;
  const state = disabledAt ? "disabled" : pausedAt ? "paused" : "live";
  const told = topics.filter((topic) => row.topics.includes(topic));
  return { id, url, topics: told, createdAt, createdBy, state, trouble, failingSince, waiting, recent };
}
