import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { Failure } from "@/lib/errors";
import { type ImportView, importsVersion, showImport } from "@/lib/imports/imports";
import { OfImport } from "@/lib/imports/row";
import type { Ctx } from "@/lib/tenancy";

/**
 * The import and the version it was read at, once per request. The version first: a change in between is seen next
 * time.
 */
export const readImport = cache(async (ctx: Ctx, id: string) => {
  const input = OfImport.safeParse({ import: id });
  if (!input.success) notFound();
  try {
    const version = await importsVersion(ctx, input.data);
    return { version, upload: await showImport(ctx, input.data) };
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") notFound();
    throw error;
  }
});

/** For the steps before the run: whoever comes too early or too late is taken to where the import stands. */
export async function readChoosing(ctx: Ctx, org: string, id: string, ...allowed: ImportView["state"][]) {
  const read = await readImport(ctx, id);
  if (!allowed.includes(read.upload.state)) redirect(placeOf(org, read.upload));
  return read;
}

/** Where an import is gone on with, or looked at. */
export function placeOf(org: string, { id, state }: Pick<ImportView, "id" | "state">): string {
  const step = state === "mapping" ? "/columns" : state === "checking" || state === "ready" ? "/check" : "";
  return `/${org}/uploads/${id}${step}`;
}
