/** Operators let people in without a mail: when the last owner is gone, or where no mail server is. */
import { eq } from "drizzle-orm";
import { z } from "zod";
import { members, organizations, users } from "@/db/schema";
import { createOwner, NewPassword, type Owner, setPassword } from "@/lib/accounts";
import { hashPassword } from "@/lib/accounts/password";
import { addUser } from "@/lib/accounts/sign-up";
import { audit } from "@/lib/audit";
import { notFound } from "@/lib/errors";
import { Email, line } from "@/lib/inputs";
import { roles } from "@/lib/organizations";
import { database, transact } from "@/lib/tenancy";
import type { Operator } from "./every-store";

/** `organization` is the organization's part of the URL. */
export const AddMember = z.object({
  organization: z.string().trim().min(1, "Enter the organization's address, as it stands in the URL."),
  email: Email,
  name: line("the person's name"),
  password: NewPassword,
  role: z.enum(roles, `Choose a role: ${roles.join(", ")}.`),
});

/**
 * A new person, whose address counts as confirmed, in an organization that stands. @throws Failure not-found, conflict
 */
export async function addMember(operator: Operator, input: z.output<typeof AddMember>): Promise<{ userId: number }> {
  const { email, name, role } = input;
  const passwordHash = await hashPassword(input.password);
  return database().orm.transaction(async (db) => {
    const [found] = await db
      .select({ orgId: organizations.id })
      .from(organizations)
      .where(eq(organizations.slug, input.organization));
    if (!found) throw notFound("organization");
    const user = await addUser(db, { email, name, passwordHash, verified: true });
    await db.insert(members).values({ orgId: found.orgId, userId: user.id, role });
    await audit({ ...found, actor: operator, db }, "member.added", `member ${name}`, { after: { role } });
    return { userId: user.id };
  });
}

/** A new person with an organization of their own; its trail says that an operator made it. @throws Failure conflict */
export async function makeOwner(operator: Operator, input: z.output<typeof Owner>): Promise<{ slug: string }> {
  const { orgId, slug } = await createOwner(input);
  await transact({ orgId, actor: operator }, (ctx) => audit(ctx, "owner.made", `member ${input.name}`));
  return { slug };
}

/**
 * A new password; logs the person out everywhere and says so in the trails of their organizations. @throws Failure
 * not-found
 */
export async function resetPasswordOf(operator: Operator, input: { email: string; password: string }): Promise<void> {
  await setPassword(input);
  const rows = await database()
    .orm.select({ orgId: members.orgId, name: users.name })
    .from(users)
    .innerJoin(members, eq(members.userId, users.id))
    .where(eq(users.email, input.email));
  for (const { orgId, name } of rows) {
    await transact({ orgId, actor: operator }, (ctx) => audit(ctx, "member.password-reset", `member ${name}`));
  }
}
