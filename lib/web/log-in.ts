/** What the account forms do beyond the accounts' verbs: the cookie of this browser. */
import { redirect } from "next/navigation";
import { after } from "next/server";
import { z } from "zod";
import * as accounts from "../accounts";
import * as organizations from "../organizations";
import { dropSessionCookie, startSession } from "./auth";
import { currentUser } from "./session";
import { safePath } from "./visitor";

export const LogInForm = accounts.LogIn.extend({ next: z.string().optional() });

/** Logs in; returns the path to go on to. */
export async function logInHere(input: z.output<typeof LogInForm>, visitor: accounts.Visitor): Promise<string> {
  const { userId } = await accounts.logIn(input, visitor);
  await startSession(userId);
  return safePath(input.next) ?? "/";
}

export const SignUpForm = accounts.SignUp.extend({ next: z.string().optional() });

/** Signs up and logs in. The page that follows says so when the mail could not be sent. */
export async function signUpHere(input: z.output<typeof SignUpForm>, visitor: accounts.Visitor): Promise<string> {
  const { userId, slug, mail } = await accounts.signUp(input, visitor);
  await startSession(userId);
  const next = safePath(input.next);
  if (next) return next;
  return mail.sent ? `/${slug}` : `/${slug}/settings/security?mail=failed`;
}

export const NewOrganizationForm = organizations.CreateOrganization.extend({ next: z.string().optional() });

/** Makes another organization; returns the path to go on to. */
export async function createHere(me: accounts.Me, input: z.output<typeof NewOrganizationForm>): Promise<string> {
  const { slug } = await organizations.create(me, input);
  return safePath(input.next) ?? `/${slug}`;
}

/** Makes the invited person's account and logs it in. */
export async function joinHere(input: z.output<typeof accounts.Join>, visitor: accounts.Visitor): Promise<string> {
  const { userId, slug } = await accounts.joinAsNewUser(input, visitor);
  await startSession(userId);
  return `/${slug}`;
}

/** The answer goes out before the address is even looked up, so that neither time nor a failure tells anything. */
export async function forgotHere(input: z.output<typeof accounts.Forgot>, visitor: accounts.Visitor): Promise<void> {
  const { work } = await accounts.requestPasswordReset(input, visitor);
  after(work);
}

/** Ends this session, in the database and in the browser. */
export async function logOut(): Promise<never> {
  const me = await currentUser();
  if (me) await accounts.revokeSession(me, { session: me.sessionId });
  await dropSessionCookie();
  redirect("/login");
}
