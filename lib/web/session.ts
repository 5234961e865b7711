/** Who asks, and where they are allowed to be. Every page, action and route begins here. */

import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { z } from "zod";
import * as accounts from "../accounts";
import { env } from "../env";
import * as organizations from "../organizations";
import type { Ctx, Role } from "../tenancy";
import { sessionCookie } from "./auth";

/** The person logged in on this browser, or null. Reads the session's row, once per request. */
export const currentUser = cache(async (): Promise<accounts.Me | null> => {
  const cookie = (await cookies()).get(sessionCookie())?.value;
  if (!cookie) return null;
  const sid = z.uuid().safeParse((await opened(cookie))?.sid);
  return sid.success ? accounts.readSession(sid.data) : null;
});

/** As `currentUser`; nobody is sent to the log-in page and comes back to `here` (a path of this app) after it. */
export async function requireUser(here = "/"): Promise<accounts.Me> {
  return (await currentUser()) ?? redirect(`/login?next=${encodeURIComponent(here)}`);
}

export type MemberContext = {
  ctx: Ctx;
  organization: organizations.Organization;
  member: { role: Role };
  user: accounts.Me;
};

/**
 * The member's context in the organization at `/slug`. Nobody logged in: to the log-in page, and back to `here`. An
 * organization that is unknown or not theirs: Next's "not found".
 */
export async function memberContext(slug: string, here = `/${slug}`): Promise<MemberContext> {
  const user = await requireUser(here);
  return (await membership(user, slug)) ?? notFound();
}

/** The same for route handlers: null where a page would be "not found". */
export const membership = cache(async (user: accounts.Me, slug: string): Promise<MemberContext | null> => {
  const entered = await organizations.enter(user, slug);
  if (!entered) return null;
  const { orgId, organization, role } = entered;
  const ctx: Ctx = { orgId, actor: { kind: "member", userId: user.userId, name: user.name, role } };
  return { ctx, organization, member: { role }, user };
});

// A cookie sealed with an earlier secret, or by nobody, is the same as none.
async function opened(cookie: string) {
  try {
    return await decode({ token: cookie, secret: env().NEXTAUTH_SECRET });
  } catch {
    return null;
  }
}
