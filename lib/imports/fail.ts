/** How an import ends that cannot be carried on. */
import { and, eq, sql } from "drizzle-orm";
import { imports } from "@/db/schema";
import { errorFacts, log } from "@/lib/log";
import { type Ctx, transact } from "@/lib/tenancy";
import { countSettled } from "./chunks";
import { holdById, type ImportRow, note } from "./row";

/** `message` is a sentence for the member. What is through stays; a check that fails may be mended and tried again. */
export async function fail(ctx: Ctx, row: Pick<ImportRow, "id">, message: string): Promise<{ done: boolean }> {
  log.warn({ import: row.id, error: message }, "an import failed");
  await transact(ctx, async (ctx) => {
    const held = await holdById(ctx, row.id);
    if (held?.state === "checking") return note(ctx, held, { state: "mapping", error: message });
    if (held?.state !== "running") return;
    await countSettled(ctx, held);
    await note(ctx, held, { state: "failed", error: message, finishedAt: sql`now()` });
  });
  return { done: true };
}

/** So often it is tried again, by the job engine and by the clock, without having moved. */
export const mostTroubles = 50;

/** An error that nobody foresaw: thrown on to be tried again, until it has come too often without anything moving. */
export async function trouble(ctx: Ctx, { id, publicId }: ImportRow, error: unknown): Promise<{ done: boolean }> {
  const [now] = await transact(ctx, ({ db }) =>
    db
      .update(imports)
      .set({ troubles: sql`${imports.troubles} + 1` })
      .where(and(eq(imports.orgId, ctx.orgId), eq(imports.id, id)))
      .returning({ troubles: imports.troubles }),
  );
  if (!now || now.troubles < mostTroubles) throw error;
  log.error({ import: publicId, error: errorFacts(error) }, "an import is given up");
  return fail(ctx, { id }, `Something went wrong here each time it was tried. ${askHelp} ${publicId}.`);
}

const askHelp = "Try it once more; if that does not help, whoever runs this server finds the cause in its log, under";
