import { notFound } from "next/navigation";
import { cache } from "react";
import { OfBulk } from "@/lib/bulk/manage";
import { bulkVersion, showBulk } from "@/lib/bulk/show";
import { Failure } from "@/lib/errors";
import type { Ctx } from "@/lib/tenancy";

/**
 * The action and the version it was read at, once per request. The version first: a change in between is seen next
 * time.
 */
export const readBulk = cache(async (ctx: Ctx, id: string) => {
  const input = OfBulk.safeParse({ bulk: id });
  if (!input.success) notFound();
  try {
    const version = await bulkVersion(ctx, input.data);
    return { version, action: await showBulk(ctx, input.data) };
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") notFound();
    throw error;
  }
});
