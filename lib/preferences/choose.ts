/**
 * What a person decides for themselves, by a link from a mail. Every change leaves its evidence; no address is logged.
 */
import { z } from "zod";
import { hearClaims } from "@/lib/consent/apply";
import { type Channel, type Claim, undecided } from "@/lib/consent/consent";
import { choiceKey, choicesOf } from "@/lib/consent/stored";
import { notBefore } from "@/lib/contacts/choices";
import { derive } from "@/lib/contacts/derive";
import { enterList, findList, quitList } from "@/lib/lists/contact";
import type { Working } from "@/lib/tenancy";
import { asPerson, type Found } from "./person";
import { preferencesOf } from "./preferences";

const Link = z.string().max(1_000);

/** Why somebody goes, in words a merchant can count. */
export const reasons = ["Too many messages", "Not interesting to me", "I never signed up", "Something else"] as const;

export const Unsubscribe = z.object({ link: Link, reason: z.enum(reasons).or(z.literal("")).default("") });
export const Choose = z.object({
  link: Link,
  channels: z.array(z.enum(["email", "sms", "push"])).max(3),
  lists: z.array(z.uuid()).max(500),
});
export const LeaveAll = Unsubscribe;

/**
 * The channel the link was mailed for. Doing it twice changes nothing more. @throws Failure not-found (damaged link)
 */
export async function unsubscribe(input: z.output<typeof Unsubscribe>): Promise<void> {
  await decide(input.link, (found) => [optOut(found.recipient.channel, "unsubscribe page", because(input.reason))]);
}

/** As a mail program does it, by RFC 8058: no page was shown. @throws Failure not-found */
export async function unsubscribeByOneClick(link: string): Promise<void> {
  const proof = "The mail program of this address sent List-Unsubscribe=One-Click (RFC 8058).";
  await decide(link, (found) => [optOut(found.recipient.channel, "one click", proof)]);
}

/** Every channel, also those never subscribed to, and every list. @throws Failure not-found */
export async function leaveAll(input: z.output<typeof LeaveAll>): Promise<void> {
  const channels = ["email", "sms", "push"] as const;
  await asPerson(input.link, async (ctx, found) => {
    const claims = channels.map((one) => optOut(one, "unsubscribed from everything", because(input.reason)));
    await hear(ctx, found, claims);
    const { lists } = await preferencesOf(ctx, found);
    await moveLists(ctx, found, lists, []);
  });
}

/**
 * The state the person wants: channels and lists not named are left. Raised is only what the page offers (`mayRise`),
 * as an explicit opt-in of this moment. @throws Failure not-found
 */
export async function choose(input: z.output<typeof Choose>): Promise<void> {
  await asPerson(input.link, async (ctx, found) => {
    const now = await preferencesOf(ctx, found);
    const claims = now.channels.flatMap(({ channel, state, mayRise }) => {
      const wanted = input.channels.includes(channel);
      if (wanted && state !== "subscribed" && mayRise) return [optIn(channel)];
      if (!wanted && (state === "subscribed" || state === "pending"))
        return [optOut(channel, "preference page", chosen)];
      return [];
    });
    await hear(ctx, found, claims);
    await moveLists(ctx, found, now.lists, input.lists);
  });
}

const decide = (link: string, claims: (found: Found) => Claim[]) =>
  asPerson(link, (ctx, found) => hear(ctx, found, claims(found)));

async function hear(ctx: Working, { contactId, store }: Found, claims: Claim[]) {
  if (contactId === null || claims.length === 0) return;
  const known = await choicesOf(ctx, [contactId]);
  const about = claims.map((claim) => {
    const choice = known.get(choiceKey(contactId, claim.channel)) ?? undecided;
    const holds = claim.state === "unsubscribed" ? { ...claim, effectiveAt: notBefore(choice) } : claim;
    return { contactId, claim: holds };
  });
  await hearClaims(ctx, about, "link in a mail");
  await derive(ctx, store, [contactId]);
}

async function moveLists(
  ctx: Working,
  { contactId }: Found,
  lists: { id: string; joined: boolean }[],
  wanted: string[],
) {
  if (contactId === null) return;
  for (const { id, joined } of lists) {
    if (joined === wanted.includes(id)) continue;
    await (joined ? quitList : enterList)(ctx, contactId, await findList(ctx, id));
  }
}

const chosen = "Left unticked on the preference page.";
const because = (reason: string) =>
  `Pressed the button on the unsubscribe page.${reason ? ` Reason: ${reason.toLowerCase()}.` : ""}`;

const explicit = () => ({ explicit: true, effectiveAt: new Date() });
const optOut = (channel: Channel, method: string, evidence: string): Claim => ({
  ...explicit(),
  channel,
  state: "unsubscribed",
  method,
  evidence,
});
const optIn = (channel: Channel): Claim => ({
  ...explicit(),
  channel,
  state: "subscribed",
  method: "preference page",
  evidence: "Ticked on the preference page, opened by the link mailed to this address.",
});
