"use server";
import * as accounts from "@/lib/accounts";
import * as organizations from "@/lib/organizations";
import { openAction, userAction } from "@/lib/web/action";
import {
  createHere,
  forgotHere,
  joinHere,
  LogInForm,
  logInHere,
  logOut,
  NewOrganizationForm,
  SignUpForm,
  signUpHere,
} from "@/lib/web/log-in";

const there = (path: string) => path;
const home = ({ slug }: { slug: string }) => `/${slug}`;

export const logIn = openAction(LogInForm, logInHere, { redirect: there });
export const signUp = openAction(SignUpForm, signUpHere, { redirect: there });
export const verifyEmail = openAction(accounts.Verify, accounts.verifyEmail, { redirect: () => "/verify?done=1" });
export const resetPassword = openAction(accounts.Reset, accounts.resetPassword, { redirect: () => "/login?reset=1" });
export const join = openAction(accounts.Join, joinHere, { redirect: there });
export const forgot = openAction(accounts.Forgot, forgotHere, {
  message: "If this address has an account, a mail with a link is on its way. The link works for one hour.",
});
export const acceptInvitation = userAction(accounts.InvitationLink, organizations.acceptInvitation, { redirect: home });
export const createOrganization = userAction(NewOrganizationForm, createHere, { redirect: there });

export async function logOutAction(): Promise<void> {
  await logOut();
}
