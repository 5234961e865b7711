import { notFound } from "next/navigation";
import { cache } from "react";
import { contactVersion, ShowContact, showContact } from "@/lib/contacts/profile";
import { Failure } from "@/lib/errors";
import type { Ctx } from "@/lib/tenancy";

/**
 * The contact and the version it was read at, once per request. The version first: a change in between is seen next
 * time.
 */
export const readContact = cache(async (ctx: Ctx, id: string) => {
  const input = ShowContact.safeParse({ contact: id });
  if (!input.success) notFound();
  try {
    const version = await contactVersion(ctx, input.data);
    return { version, contact: await showContact(ctx, input.data) };
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") notFound();
    throw error;
  }
});
