/** What a member records of somebody's choice. It goes through the one writer of consent and by its rules only. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { addressHashes } from "@/lib/address-hash";
import { audit } from "@/lib/audit";
import { hearClaims } from "@/lib/consent/apply";
import { type Channel, type Choice, stateOf, undecided } from "@/lib/consent/consent";
import { choicesOf } from "@/lib/consent/stored";
import { conflict, invalid } from "@/lib/errors";
import { formatMoment } from "@/lib/format";
import { line } from "@/lib/inputs";
import { permit } from "@/lib/permissions";
import { anyText } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { derive } from "./derive";
import { type Held, holdContact, keepContact } from "./held";

export const channels = ["email", "sms", "push"] as const satisfies readonly Channel[];
const Reason = z.string().max(500, "Use at most 500 characters.").optional();

/** Without a channel: every one the person could be reached on. */
export const UnsubscribeContact = z.object({
  contact: z.uuid(),
  channel: z.enum(channels).optional(),
  reason: Reason,
});

/**
 * `at` is when the person agreed: a clock's time in the organization's zone, "2026-11-03T14:05", or one with an offset.
 */
export const SubscribeContact = z.object({
  contact: z.uuid(),
  channel: z.enum(channels),
  statement: line("how they agreed, in a sentence", 500).refine(
    (text) => text.length >= 10,
    "Say in a sentence how they agreed: it is kept as evidence.",
  ),
  at: z.iso.datetime({ local: true, offset: true, error: "Say when they agreed." }),
});

/**
 * Records an opt-out as of now. Gives the channels that changed; what is unsubscribed already changes nothing.
 * Nothing but the person's own newer opt-in lifts it (product.md, Consent). @throws Failure not-found
 */
export async function unsubscribeContact(
  ctx: Ctx,
  input: z.output<typeof UnsubscribeContact>,
): Promise<{ channels: Channel[] }> {
  permit(ctx, "contacts.consent");
  return transact(ctx, async (ctx) => {
    const held = await holdContact(ctx, input.contact);
    const known = await choicesOf(ctx, [held.id]);
    const choice = (channel: Channel) => known.get(`${held.id} ${channel}`) ?? undecided;
    const asked = channels.filter((channel) =>
      input.channel ? channel === input.channel : addressOf(held, channel) || stateOf(choice(channel)) !== "never",
    );
    const leaving = asked.filter((channel) => stateOf(choice(channel)) !== "unsubscribed");
    if (leaving.length === 0) return { channels: [] };
    const reason = input.reason?.replace(/\s+/g, " ").trim();
    const evidence = `Unsubscribed by ${ctx.actor.name}${reason ? `: ${reason}` : ""}`;
    const claims = leaving.map((channel) => {
      const effectiveAt = notBefore(choice(channel));
      const claim = { channel, state: "unsubscribed" as const, explicit: true, effectiveAt, ...by, evidence };
      return { contactId: held.id, claim };
    });
    await hearClaims(ctx, claims, source);
    await derive(ctx, held.store, [held.id]);
    await audit(ctx, "contact.unsubscribed", `contact ${held.contact}`, { channels: leaving });
    return { channels: leaving };
  });
}

/**
 * Records an explicit, dated opt-in that somebody gave elsewhere. Refused, with the reason, when it is not newer than
 * the last opt-out, lies in the future, or the address bounced, complained or is invalid. @throws Failure not-found
 */
export async function subscribeContact(ctx: Ctx, input: z.output<typeof SubscribeContact>): Promise<void> {
  permit(ctx, "contacts.consent");
  const { channel, statement } = input;
  await transact(ctx, async (ctx) => {
    const held = await holdContact(ctx, input.contact);
    const { at, zone } = await momentOf(ctx, input.at);
    const choice = (await choicesOf(ctx, [held.id])).get(`${held.id} ${channel}`) ?? undecided;
    await refuse(ctx, held, channel, choice, at, zone);
    const evidence = `${statement} (recorded by ${ctx.actor.name})`;
    const claim = { channel, state: "subscribed" as const, explicit: true, effectiveAt: at, ...by, evidence };
    await hearClaims(ctx, [{ contactId: held.id, claim }], source);
    await keepContact(ctx, held.id);
    await derive(ctx, held.store, [held.id]);
    await audit(ctx, "contact.subscribed", `contact ${held.contact}`, { channel, statement });
  });
}

const by = { method: "member" };
const source = "Clientele";

/** The person's address on the channel. */
function addressOf(held: Held, channel: Channel): string | null {
  return { email: held.email, sms: held.phone, push: held.pushId }[channel];
}

/** Now; a store whose clock runs ahead may have told an opt-in of later, and the opt-out holds all the same. */
export function notBefore({ optedInAt }: Choice): Date {
  return new Date(Math.max(Date.now(), optedInAt?.getTime() ?? 0));
}

async function refuse(ctx: Working, held: Held, channel: Channel, choice: Choice, at: Date, zone: string) {
  const { optedOutAt } = choice;
  if (!addressOf(held, channel)) throw invalid(`There is no ${addresses[channel]} to subscribe.`);
  if (stateOf(choice) === "subscribed") throw conflict("They are subscribed already. Nothing was changed.");
  if (at.getTime() > Date.now()) throw invalid("This is in the future.", { at: "This is in the future." });
  if (optedOutAt && at <= optedOutAt) {
    const older = `They unsubscribed on ${formatMoment(optedOutAt, zone)}: only an opt-in after that counts.`;
    throw invalid(older, { at: older });
  }
  const reason = await suppression(ctx, addressOf(held, channel)!, channel);
  if (reason) throw invalid(`This address ${reason}: nothing is sent to it, and it cannot be subscribed.`);
}

const addresses: Record<Channel, string> = { email: "e-mail address", sms: "phone number", push: "push id" };

const lasting: Record<string, string> = {
  bounce: "bounced",
  complaint: "complained",
  invalid: "is invalid",
  erased: "was erased",
};

/** The merchant's own blacklist is no word of the person: an opt-in may be recorded, and is held back by it. */
async function suppression(ctx: Working, address: string, channel: Channel): Promise<string | undefined> {
  const [row] = await ctx.db.execute<{ reason: string }>(sql`
    select reason from suppressions where org_id = ${ctx.orgId} and channel = ${channel} and reason <> 'manual'
      and (address = ${address} or address_hash = ${anyText(addressHashes(ctx.orgId, address))})
    order by reason limit 1`);
  return row && (lasting[row.reason] ?? "is suppressed");
}

/** The moment meant, read by the organization's clock where it names no offset. */
async function momentOf(ctx: Working, text: string): Promise<{ at: Date; zone: string }> {
  const offset = /(Z|[+-]\d\d:?\d\d)$/i.test(text);
  const [row] = await ctx.db.execute<{ zone: string; ms: number }>(sql`
    select time_zone as zone, (extract(epoch from (${text}::timestamp at time zone time_zone)) * 1000)::float8 as ms
    from organizations where id = ${ctx.orgId}`);
  return { at: offset ? new Date(text) : new Date(row!.ms), zone: row!.zone };
}
