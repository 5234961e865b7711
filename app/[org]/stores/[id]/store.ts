import { notFound } from "next/navigation";
import { cache } from "react";
import { Failure } from "@/lib/errors";
import { storesVersion } from "@/lib/home";
import { ShowStore, showStore } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";

/** The store of a page, once per request; unknown and foreign ones are "not found". */
export const readStore = cache((ctx: Ctx, id: string) => found(id, (input) => showStore(ctx, input)));

/** What its page is held against while it is open. Read before the store: a change in between is seen next time. */
export const readVersion = (ctx: Ctx, id: string) => found(id, (input) => storesVersion(ctx, input));

async function found<T>(id: string, read: (input: { store: string }) => Promise<T>): Promise<T> {
  const input = ShowStore.safeParse({ store: id });
  if (!input.success) notFound();
  try {
    return await read(input.data);
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") notFound();
    throw error;
  }
}
