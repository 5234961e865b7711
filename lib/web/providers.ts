/** Google and GitHub, offered when their keys are set. Each says in its own way whether it verified the address. */

import GithubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import type { Provider } from "next-auth/providers/index";
import { z } from "zod";
import type { ProvidedAccount } from "../accounts";
import { env } from "../env";

export function providers(): Provider[] {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = env();
  const offered: Provider[] = [];
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) {
    offered.push(GoogleProvider({ clientId: GOOGLE_CLIENT_ID, clientSecret: GOOGLE_CLIENT_SECRET }));
  }
  if (GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET) offered.push(github(GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET));
  return offered;
}

/** What the log-in page offers: `id` for next-auth, `name` for people. */
export const offeredProviders = () => providers().map(({ id, name }) => ({ id, name }));

const Profile = z.object({
  email: z.string().nullish(),
  email_verified: z.boolean().nullish(),
  name: z.string().nullish(),
  login: z.string().nullish(),
});

/** A provider's profile in our words. A profile we cannot read vouches for nothing. */
export function providedAccount(
  account: { provider: string; providerAccountId: string },
  profile: unknown,
): ProvidedAccount {
  const read = Profile.safeParse(profile).data;
  return {
    provider: account.provider,
    accountId: account.providerAccountId,
    email: read?.email ?? null,
    emailVerified: read?.email_verified === true,
    name: read?.name ?? read?.login ?? null,
  };
}

const GithubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub's profile does not say whether an address is verified; its list of addresses does. */
function github(clientId: string, clientSecret: string): Provider {
  return GithubProvider({
    clientId,
    clientSecret,
    userinfo: {
      url: "https://api.github.com/user",
      async request({ client, tokens }) {
        const profile = await client.userinfo(tokens.access_token!);
        const answer = await fetch("https://api.github.com/user/emails", {
          headers: { authorization: `Bearer ${tokens.access_token}` },
          signal: AbortSignal.timeout(10_000),
        });
        const emails = GithubEmails.safeParse(answer.ok ? await answer.json() : []).data ?? [];
        const primary = emails.find((email) => email.primary && email.verified);
        return { ...profile, email: primary?.email, email_verified: primary !== undefined };
      },
    },
  });
}
