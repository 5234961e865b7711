import { notFound } from "next/navigation";
import { cache } from "react";
import { Failure } from "@/lib/errors";
import { ShowStore, type StoreDetail, showStore } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";

/** The store of a page, once per request; unknown and foreign ones are "not found". */
export const readStore = cache(async (ctx: Ctx, id: string): Promise<StoreDetail> => {
  const input = ShowStore.safeParse({ store: id });
  if (!input.success) notFound();
  try {
    return await showStore(ctx, input.data);
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") notFound();
    throw error;
  }
});
