/**
 * What a person without a log-in sees of their own choices. Nothing here needs more than the link; nothing inner
 * leaves.
 */
import { eq, sql } from "drizzle-orm";
import { organizations } from "@/db/schema";
import type { Channel, ConsentState } from "@/lib/consent/consent";
import { Failure } from "@/lib/errors";
import type { Working } from "@/lib/tenancy";
import { readChoiceToken } from "./links";
import { type Found, forPerson } from "./person";

export type Preferences = {
  organization: string;
  store: string;
  /** What the link was mailed for. */
  channel: "email" | "sms";
  address: string;
  /** The person's, as the store tells it. */
  language: string | null;
  /** False when the store knows nobody by this link any more. */
  known: boolean;
  channels: ChannelChoice[];
  lists: ListChoice[];
};

/** `mayRise`: the person may subscribe here. Only what the link proves, or was once asked for, is offered. */
export type ChannelChoice = { channel: Channel; state: ConsentState; mayRise: boolean };

/** Lists the person is on, or has been on. `id` is the public one. */
export type ListChoice = { id: string; name: string; description: string; joined: boolean };

/** Null for a link that is damaged, or of a store that is gone: nothing is told. */
export async function readPreferences(token: string): Promise<Preferences | null> {
  if (!readChoiceToken(token)) return null;
  try {
    return await forPerson(token, preferencesOf);
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") return null;
    throw error;
  }
}

export async function preferencesOf(ctx: Working, found: Found): Promise<Preferences> {
  const [organization] = await ctx.db
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, ctx.orgId));
  const { channel, address } = found.recipient;
  const frame = { organization: organization!.name, store: found.store.name, channel, address };
  if (found.contactId === null) return { ...frame, language: null, known: false, channels: [], lists: [] };
  const { language, ...standing } = await standingOf(ctx, found.contactId);
  return {
    ...frame,
    language,
    known: true,
    channels: channelsOf(standing, found.recipient),
    lists: await listsOf(ctx, found.contactId),
  };
}

type Standing = Record<"email" | "phone" | "push_id" | "email_consent" | "sms_consent" | "push_consent", string | null>;

async function standingOf(ctx: Working, id: number): Promise<Standing & { language: string | null }> {
  const [row] = await ctx.db.execute<Standing & { language: string | null }>(sql`
    select email, phone, push_id, email_consent, sms_consent, push_consent, language from contacts
    where org_id = ${ctx.orgId} and id = ${id}`);
  return row!;
}

function channelsOf(standing: Standing, { channel, address }: Found["recipient"]): ChannelChoice[] {
  const { email, phone, push_id, email_consent, sms_consent, push_consent } = standing;
  const all: { channel: Channel; at: string | null; state: string | null }[] = [
    { channel: "email", at: email, state: email_consent },
    { channel: "sms", at: phone, state: sms_consent },
    { channel: "push", at: push_id, state: push_consent },
  ];
  // Whoever reads an old address' mail may stop what is sent to the person's new one, but not begin it.
  const owns = (channel === "email" ? email : phone) === address;
  return all
    .filter((one) => one.channel === channel || (one.at !== null && one.state !== "never"))
    .map(
      (one): ChannelChoice => ({ channel: one.channel, state: one.state as ConsentState, mayRise: owns && !!one.at }),
    );
}

async function listsOf(ctx: Working, id: number): Promise<ListChoice[]> {
  const rows = await ctx.db.execute<ListChoice>(sql`
    select l.public_id as id, l.name, l.description, m.left_at is null as joined
    from list_members m join lists l on l.org_id = m.org_id and l.id = m.list_id
    where m.org_id = ${ctx.orgId} and m.contact_id = ${id} order by lower(l.name), l.id`);
  return [...rows];
}
