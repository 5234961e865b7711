/** What a member tells an import to do: check, start, stop, undo. The job engine carries it out. */
import { sql } from "drizzle-orm";
import { audit } from "@/lib/audit";
import { conflict } from "@/lib/errors";
import { events, tell } from "@/lib/jobs";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { holdImport, type ImportRow, note, type OfImport } from "./row";
import { canUndo, isKept, keptDays } from "./undoable";

/**
 * Reads the whole file and says what an import of it would do; nothing is written. @throws Failure not-found, conflict
 */
export async function checkImport(ctx: Ctx, input: OfImport): Promise<void> {
  permit(ctx, "contacts.edit");
  const importId = await transact(ctx, async (ctx) => {
    const row = await chosen(ctx, input);
    await note(ctx, row, { state: "checking", checked: null, error: null, cancelAsked: false });
    return row.id;
  });
  await tell(events.importBegun.create({ orgId: ctx.orgId, importId }));
}

/**
 * Imports, checked before or not. @throws Failure not-found, conflict when its columns are not chosen or it was started
 */
export async function startImport(ctx: Ctx, input: OfImport): Promise<void> {
  const importId = await writeStart(ctx, input);
  await tell(events.importBegun.create({ orgId: ctx.orgId, importId }));
}

/** The same without a hint to the job engine. Gives the inner id. */
export async function writeStart(ctx: Ctx, input: OfImport): Promise<number> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const row = await chosen(ctx, input);
    const by = { startedBy: ctx.actor.name, userId: ctx.actor.kind === "member" ? ctx.actor.userId : null };
    // What it writes is marked by this moment, which a Date must hold exactly.
    const askedAt = sql`date_trunc('milliseconds', now())`;
    await note(ctx, row, { state: "running", askedAt, error: null, cancelAsked: false, ...by });
    await audit(ctx, "import.started", `import ${input.import}`, { kind: row.kind });
    return row.id;
  });
}

/**
 * Stops after the part that is being worked on; what is through stays. A check is given up. @throws Failure not-found,
 * conflict
 */
export async function cancelImport(ctx: Ctx, input: OfImport): Promise<void> {
  permit(ctx, "contacts.edit");
  await transact(ctx, async (ctx) => {
    const row = await holdImport(ctx, input.import);
    if (row.state === "checking") return note(ctx, row, { state: "mapping" });
    if (row.state !== "running") throw conflict("This import does not run.");
    await note(ctx, row, { cancelAsked: true });
    await audit(ctx, "import.cancelled", `import ${input.import}`);
  });
}

/**
 * Takes back what the import did, as a job: contacts it added go unless something newer vouches for them, what it
 * changed is put back where nothing newer has. Consent is never raised by it. @throws Failure not-found, conflict
 */
export async function undoImport(ctx: Ctx, input: OfImport): Promise<void> {
  permit(ctx, "contacts.edit");
  const importId = await transact(ctx, async (ctx) => {
    const row = await holdImport(ctx, input.import);
    if (!canUndo(row)) throw conflict(notUndone(row));
    await note(ctx, row, { state: "undoing", undoAskedAt: sql`now()`, undoAskedBy: ctx.actor.name, undoCursor: 0 });
    await audit(ctx, "import.undone", `import ${input.import}`);
    return row.id;
  });
  await tell(events.importBegun.create({ orgId: ctx.orgId, importId }));
}

function notUndone(row: ImportRow): string {
  if (row.state === "undoing" || row.state === "undone") return "This import was undone already.";
  if (row.askedAt === null) return "This import was not started: there is nothing to undo.";
  if (row.finishedAt === null) return "This import still runs. Stop it first.";
  return isKept(row)
    ? "This import did nothing that could be undone."
    : `An import can be undone for ${keptDays} days.`;
}

/** Held, and ready to be read as a whole. */
async function chosen(ctx: Working, input: OfImport): Promise<ImportRow> {
  const row = await holdImport(ctx, input.import);
  if (row.state !== "mapping" && row.state !== "ready") throw conflict(refusals[row.state] ?? refusals.started!);
  if (row.mapping === null) throw conflict("Say first what the columns of the file are.");
  return row;
}

const refusals: Partial<Record<ImportRow["state"] | "started", string>> = {
  uploading: "The file is still on its way.",
  checking: "The file is being checked.",
  running: "This import runs already.",
  started: "This import was started already.",
};
