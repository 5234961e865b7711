import { notFound } from "next/navigation";
import { cache } from "react";
import { Failure } from "@/lib/errors";
import { type FormDetail, showForm } from "@/lib/forms/forms";
import { OneForm } from "@/lib/forms/inputs";
import type { Ctx } from "@/lib/tenancy";

/** The form of this address; Next's "not found" for a foreign, absent or made-up id. */
export const formAt = cache(async (ctx: Ctx, id: string): Promise<FormDetail> => {
  const input = OneForm.safeParse({ form: id });
  if (!input.success) notFound();
  try {
    return await showForm(ctx, input.data);
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") notFound();
    throw error;
  }
});
