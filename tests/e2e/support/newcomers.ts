/** People for the browser tests: made by the real verbs, logged in by the app's own cookie, reached by their mail. */
import { randomBytes } from "node:crypto";
import { type BrowserContext, expect } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { z } from "zod";
import * as accounts from "@/lib/accounts";
import { appUrl, env } from "@/lib/env";
import type { Ctx } from "@/lib/tenancy";

export const password = "several good words";

/** An address that nobody else in this run has. */
export const address = (name = "maren") => `${name}-${randomBytes(5).toString("hex")}@example.org`;

export type Owner = { email: string; slug: string; organization: string; userId: number; ctx: Ctx };

/** Somebody with a confirmed address and an organization of their own, not yet logged in anywhere. */
export async function makeOwner(organization = "North Candles"): Promise<Owner> {
  const email = address();
  const made = await accounts.createOwner({
    email,
    name: "Maren Holt",
    password,
    organization,
    timeZone: "Europe/Oslo",
  });
  const actor = { kind: "member" as const, userId: made.userId, name: "Maren Holt", role: "owner" as const };
  return { email, organization, slug: made.slug, userId: made.userId, ctx: { orgId: made.orgId, actor } };
}

/** Gives the browser a session of its own, as logging in would. */
export async function enter(context: BrowserContext, { userId }: Pick<Owner, "userId">) {
  const session = await accounts.openSession(userId, { ip: "198.51.100.1", userAgent: "Test" });
  const value = await encode({ token: { sid: session.id }, secret: env().NEXTAUTH_SECRET });
  await context.addCookies([
    { name: "next-auth.session-token", value, url: appUrl(), httpOnly: true, sameSite: "Lax" },
  ]);
}

const Letters = z.array(
  z.object({ subject: z.string(), text: z.string(), to: z.array(z.object({ address: z.string() })) }),
);

/** The link in the newest mail to this address whose subject has `subject` in it, as the mail catcher shows it. */
export async function linkMailedTo(email: string, subject: string): Promise<string> {
  let link = "";
  await expect(async () => {
    const answer = await fetch(`${process.env.MAIL_URL}/api/email`);
    const letters = Letters.parse(await answer.json());
    const letter = letters.findLast(
      (one) => one.subject.includes(subject) && one.to.some((to) => to.address === email),
    );
    link = /https?:\/\/\S+/.exec(letter?.text ?? "")?.[0] ?? "";
    expect(link).not.toBe("");
  }, `a mail "${subject}"`).toPass({ timeout: 20_000 });
  return link;
}
