/**
 * Against floods and mail bombs. What would tell whether an address is known is refused silently, the rest honestly.
 */
import { Failure } from "@/lib/errors";
import { placeOf, spend } from "@/lib/limits";

/** Counts one sign-up. @throws Failure too-many: too much from one place, one showing, at one form or for one domain */
export async function countSignUp(try_: { form: string; nonce: string; ip: string; email: string }): Promise<void> {
  await spend("form-from", placeOf(try_.ip));
  await spend("form-shown", try_.nonce);
  await spend("form-domain", `${try_.form} ${try_.email.split("@")[1]}`);
  await spend("form", try_.form);
}

/**
 * Whether a confirmation may be mailed to this address now. Mail to name+anything comes to one mailbox, and counts as
 * one.
 */
export async function mayConfirm(email: string): Promise<boolean> {
  try {
    await spend("confirm-to", mailboxOf(email));
    await spend("confirm-to-day", mailboxOf(email));
    return true;
  } catch (failure) {
    if (failure instanceof Failure && failure.problem === "too-many") return false;
    throw failure;
  }
}

export const mailboxOf = (email: string) => email.replace(/\+[^@]*@/, "@");
