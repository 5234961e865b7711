/**
 * What is chosen before anything is written: how the bytes are read, what columns mean, what is done with every row.
 */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { conflict, invalid, notFound } from "@/lib/errors";
import { line } from "@/lib/inputs";
import { permit } from "@/lib/permissions";
import { TagName } from "@/lib/tags/names";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import {
  Column,
  countryIn,
  type Guess,
  guessColumns,
  kinds,
  Meaning,
  type Recognised,
  recognise,
  suppressionReasons,
} from "./meaning";
import { asKept, type OwnField, ownFields } from "./own-fields";
import { look, type Seen, SomeReading } from "./read";
import { digestOf, remember, rememberedFor } from "./remembered";
import { findImport, holdImport, type ImportRow, note, OfImport, type Options, optionsOf } from "./row";
import { sourceOf } from "./source";
import { unstage } from "./staged";

export const ChooseReading = OfImport.extend({ reading: SomeReading });

export const ChooseMapping = OfImport.extend({
  kind: z.enum(kinds).optional(),
  reason: z.enum(suppressionReasons).default("manual"),
  /** One for each column of the file, in its order. */
  columns: z.array(Column).min(1).max(500),
  /** ISO alpha-2, for phone numbers without a country of their own; without it the store's. */
  country: z.string().length(2).nullish(),
  unreadable: z.enum(["reject", "leave-out"]).default("reject"),
});

export const ChooseOptions = OfImport.extend({
  known: z.enum(["update", "add"]).default("update"),
  tags: z.array(TagName).max(20, "At most 20 tags at once.").default([]),
  lists: z.array(line("a list's name")).max(20, "At most 20 lists at once.").default([]),
});

/** What the mapping screen shows. `rows` without the header; `lines` are their physical lines. */
export type Looked = Pick<Seen, "reading" | "sure" | "width" | "sheets"> & {
  header: string[] | null;
  rows: string[][];
  lines: number[];
  /** ISO alpha-2: the one its rows name, else the store's. It decides between dates that could be two. */
  country: string | null;
  guesses: Guess[];
  recognised: Pick<Recognised, "tool" | "what" | "kind"> | null;
  /** The columns are those chosen for the last file with this header. */
  remembered: boolean;
  /** Somebody has said what the columns are. */
  chosen: boolean;
  /** What is chosen, or what is proposed until somebody chooses. */
  meaning: Meaning;
  options: Options;
  fields: OwnField[];
};

/**
 * @throws Failure not-found, invalid at `file` with what to do when it cannot be read, conflict while it is uploaded
 */
export async function lookAtImport(ctx: Ctx, input: OfImport): Promise<Looked> {
  permit(ctx, "contacts.edit");
  const { row, seen } = await seenOf(ctx, input);
  return transact(ctx, async (ctx) => {
    const header = seen.reading.header ? (seen.rows[0] ?? []) : null;
    const rows = header ? seen.rows.slice(1) : seen.rows;
    const home = await homeOf(ctx, row);
    const country = countryIn(rows) ?? home.country;
    const recognised = header ? recognise(header, rows, country) : null;
    const remembered = await rememberedFor(ctx, digestOf(header));
    const guesses = guessColumns(header, rows, country);
    const proposed = remembered?.columns ?? recognised?.columns ?? guesses.map(({ column }) => column);
    const meaning = row.mapping
      ? Meaning.parse(row.mapping)
      : await completed(ctx, row, {
          kind: recognised && row.kind === "contacts" ? recognised.kind : row.kind,
          reason: recognised?.reason ?? "manual",
          columns: proposed,
          unreadable: remembered?.unreadable ?? "reject",
          country: remembered?.country,
        });
    return {
      reading: seen.reading,
      sure: seen.sure,
      header,
      rows,
      lines: header ? seen.lines.slice(1) : seen.lines,
      width: seen.width,
      sheets: seen.sheets,
      country,
      guesses,
      recognised: recognised && { tool: recognised.tool, what: recognised.what, kind: recognised.kind },
      remembered: remembered !== null && row.mapping === null,
      chosen: row.mapping !== null,
      meaning,
      options: optionsOf(row),
      fields: await ownFields(ctx),
    };
  });
}

/** Reads the file's beginning anew, as told. Columns chosen before are forgotten. @throws Failure as `lookAtImport` */
export async function chooseReading(ctx: Ctx, input: z.output<typeof ChooseReading>): Promise<void> {
  permit(ctx, "contacts.edit");
  const row = await transact(ctx, (ctx) => findImport(ctx, input.import));
  if (row.state === "uploading") throw conflict("The file is still on its way.");
  const seen = await look(sourceOf(ctx, row), { ...row.reading!, ...input.reading });
  await transact(ctx, async (ctx) => {
    const held = await choosing(ctx, input);
    await unstage(ctx, held.id, 0);
    await note(ctx, held, { state: "mapping", seen, reading: seen.reading, mapping: null, checked: null });
  });
}

/**
 * What each column is, kept with the import and remembered for the next file with the same header.
 * @throws Failure not-found, conflict once it runs, invalid when nobody could be told by these columns
 */
export async function chooseMapping(ctx: Ctx, input: z.output<typeof ChooseMapping>): Promise<void> {
  permit(ctx, "contacts.edit");
  const { seen } = await seenOf(ctx, input);
  await transact(ctx, async (ctx) => {
    const row = await choosing(ctx, input);
    refuseUnlessReachable(input.columns);
    const kind = input.kind ?? row.kind;
    const rows = seen.reading.header ? seen.rows.slice(1) : seen.rows;
    const columns = asKept(input.columns, await ownFields(ctx), rows);
    const meaning = await completed(ctx, row, { ...input, columns, kind });
    await unstage(ctx, row.id, 0);
    const digest = digestOf(seen.reading.header ? (seen.rows[0] ?? []) : null);
    await note(ctx, row, { state: "mapping", kind, mapping: meaning, checked: null, headerDigest: digest });
    if (digest) await remember(ctx, digest, meaning);
  });
}

/**
 * Tags, lists, and what becomes of contacts that are known already. @throws Failure not-found, conflict once it runs
 */
export async function chooseOptions(ctx: Ctx, input: z.output<typeof ChooseOptions>): Promise<void> {
  permit(ctx, "contacts.edit");
  await transact(ctx, async (ctx) => {
    const row = await choosing(ctx, input);
    const { known, tags, lists } = input;
    await note(ctx, row, {
      options: { known, tags, lists },
      ...(row.state === "ready" && { state: "mapping" as const }),
    });
  });
}

/** The import held for a choice. @throws Failure conflict while it is uploaded, and once it was started */
async function choosing(ctx: Working, input: OfImport): Promise<ImportRow> {
  const row = await holdImport(ctx, input.import);
  if (row.state === "mapping" || row.state === "ready") return row;
  if (row.state === "uploading") throw conflict("The file is still on its way.");
  if (row.state === "checking") throw conflict("The file is being checked. Stop that first.");
  throw conflict("This import was started already. What it does cannot be changed any more.");
}

/** Looked at once; what was seen is kept, for reading an Excel file's beginning is reading all of it. */
async function seenOf(ctx: Ctx, input: OfImport): Promise<{ row: ImportRow; seen: Seen }> {
  const row = await transact(ctx, (ctx) => findImport(ctx, input.import));
  if (row.state === "uploading") throw conflict("The file is still on its way.");
  if (row.seen) return { row, seen: row.seen as Seen };
  if (row.forgottenAt) throw notFound("file");
  const seen = await look(sourceOf(ctx, row));
  await transact(ctx, (ctx) => note(ctx, row, { seen, reading: seen.reading }));
  return { row, seen };
}

type Chosen = Pick<Meaning, "kind" | "columns" | "reason" | "unreadable"> & { country?: string | null };

async function completed(ctx: Working, row: ImportRow, chosen: Chosen): Promise<Meaning> {
  const home = await homeOf(ctx, row);
  const { kind, columns, reason, unreadable } = chosen;
  return Meaning.parse({ kind, columns, reason, unreadable, country: chosen.country ?? home.country, zone: home.zone });
}

async function homeOf(ctx: Working, row: ImportRow): Promise<{ country: string | null; zone: string }> {
  const [home] = await ctx.db.execute<{ country: string | null; zone: string }>(sql`
    select s.country, o.time_zone as zone from stores s join organizations o on o.id = s.org_id
    where s.org_id = ${ctx.orgId} and s.id = ${row.storeId}`);
  return home!;
}

function refuseUnlessReachable(columns: Column[]) {
  if (columns.some(({ field }) => field === "email" || field === "phone" || field === "pushId")) return;
  const message = "Choose the column of the e-mail address, the phone number or the push id: it says who a row is.";
  throw invalid(message, { columns: message });
}
