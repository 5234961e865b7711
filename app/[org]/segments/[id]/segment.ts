import { notFound } from "next/navigation";
import { cache } from "react";
import { Failure } from "@/lib/errors";
import { segmentsVersion } from "@/lib/segments/runs";
import { OneSegment } from "@/lib/segments/segments";
import { showSegment } from "@/lib/segments/show";
import type { Ctx } from "@/lib/tenancy";

/**
 * The segment and the version it was read at, once per request. The version first: a change in between is seen next
 * time.
 */
export const readSegment = cache(async (ctx: Ctx, id: string) => {
  const input = OneSegment.safeParse({ segment: id });
  if (!input.success) notFound();
  try {
    const version = await segmentsVersion(ctx, input.data);
    return { version, segment: await showSegment(ctx, input.data) };
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") notFound();
    throw error;
  }
});
