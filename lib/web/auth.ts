/** next-auth: what it is told, and the cookie it and we share. The cookie carries a session's id; the row decides. */

import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions } from "next-auth";
import { encode } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import * as accounts from "../accounts";
import { appUrl, env, tellNextAuth } from "../env";
import { Failure } from "../errors";
import { log } from "../log";
import { providedAccount, providers } from "./providers";
import { currentVisitor } from "./visitor";

const maxAge = accounts.sessionDays * 24 * 60 * 60;

const secure = () => appUrl().startsWith("https://");

export const sessionCookie = () => `${secure() ? "__Secure-" : ""}next-auth.session-token`;

/** Logs `userId` in on this browser: a row, and next-auth's own cookie that names it. */
export async function startSession(userId: number): Promise<void> {
  const session = await accounts.openSession(userId, await currentVisitor());
  const token = await encode({ token: { sid: session.id }, secret: env().NEXTAUTH_SECRET, maxAge });
  const kept = { httpOnly: true, sameSite: "lax", path: "/", secure: secure(), expires: session.expiresAt } as const;
  (await cookies()).set(sessionCookie(), token, kept);
}

export async function dropSessionCookie(): Promise<void> {
  (await cookies()).delete({ name: sessionCookie(), path: "/", secure: secure() });
}

/** next-auth's own addresses: providers' returns, and log-in by script. */
export async function authRoute(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) {
  tellNextAuth();
  return NextAuth(request, context, authOptions());
}

/** Made per request: the environment is read when it is needed, not while building. */
function authOptions(): AuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    useSecureCookies: secure(),
    session: { strategy: "jwt", maxAge },
    pages: { signIn: "/login", signOut: "/", error: "/login" },
    providers: [password(), ...providers()],
    callbacks: {
      signIn: ({ account, profile }) => (account?.type === "oauth" ? byProvider(account, profile) : true),
      jwt: async ({ token, user, account }) =>
        account ? { sid: await openFor(account, user.id) } : { sid: token.sid },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        const me = typeof token?.sid === "string" ? await accounts.readSession(token.sid) : null;
        if (me) await accounts.revokeSession(me, { session: me.sessionId });
      },
    },
    logger: {
      error: (code) => log.error({ code }, "next-auth"),
      warn: (code) => log.debug({ code }, "next-auth"),
      debug: () => {},
    },
  };
}

function password() {
  return CredentialsProvider({
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(typed) {
      const input = accounts.LogIn.safeParse(typed);
      if (!input.success) return null;
      try {
        const { userId } = await accounts.logIn(input.data, await currentVisitor());
        return { id: String(userId) };
      } catch (failure) {
        if (failure instanceof Failure) throw new Error(failure.problem);
        throw failure;
      }
    },
  });
}

type Account = { type: string; provider: string; providerAccountId: string };

/** True lets next-auth go on; a text is where it sends the person instead. */
async function byProvider(account: Account, profile: unknown): Promise<boolean | string> {
  try {
    await accounts.logInByProvider(providedAccount(account, profile));
    return true;
  } catch (failure) {
    if (failure instanceof Failure) return "/login?error=unverified";
    throw failure;
  }
}

async function openFor(account: Account, id: string): Promise<string> {
  const oauth = account.type === "oauth";
  const userId = oauth ? await accounts.userOfProvider(account.provider, account.providerAccountId) : Number(id);
  if (userId === null) throw new Error("A provider's account has no user after its log-in.");
  return (await accounts.openSession(userId, await currentVisitor())).id;
}
