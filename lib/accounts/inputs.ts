/** What people type into the account forms, checked once. A message stands beside its field as it is written here. */
import { z } from "zod";
import { Email, line, TimeZone } from "../inputs";

/** Long beats clever (NIST 800-63B): ten characters, no rules about kinds; the ceiling keeps hashing cheap. */
export const NewPassword = z
  .string()
  .min(10, "Use at least 10 characters.")
  .max(200, "Use at most 200 characters.")
  .refine((text) => new Set(text).size > 3, "Use more than three different characters.");

const Token = z.string().min(20, "This link is not whole.").max(100, "This link is not whole.");
const TypedPassword = z.string().min(1, "Enter your password.").max(200, "This is not your password.");

export const LogIn = z.object({ email: Email, password: TypedPassword });
export const SignUp = z.object({
  name: line("your name"),
  email: Email,
  password: NewPassword,
  organization: line("your organization's name"),
  timeZone: TimeZone.catch("UTC"),
});
export const Owner = SignUp.extend({ timeZone: TimeZone });
export const Reset = z.object({ token: Token, password: NewPassword });
export const Verify = z.object({ token: Token });
export const Forgot = z.object({ email: Email });
export const ChangePassword = z.object({ current: TypedPassword, password: NewPassword });
export const OneSession = z.object({ session: z.uuid() });
export const InvitationLink = z.object({ token: Token });
export const Join = z.object({ token: Token, name: line("your name"), password: NewPassword });

/** Where a request comes from; kept with the session and counted by the limits. */
export type Visitor = { ip: string; userAgent: string | null };
