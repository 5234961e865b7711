/**
 * Imports as the API shows and moves them: the same verbs as the pages of uploads. A key for one store knows its own.
 */
import type { z } from "zod";
import { Failure } from "@/lib/errors";
import { plural } from "@/lib/format";
import { checkImport, startImport } from "@/lib/imports/begin";
import { type ImportView, listImports, readImport, removeImport, showImport } from "@/lib/imports/imports";
import type { Column } from "@/lib/imports/meaning";
import { listRejects } from "@/lib/imports/rejects";
import type { OfImport } from "@/lib/imports/row";
import { ChooseMapping, chooseMapping, chooseOptions, chooseReading, lookAtImport } from "@/lib/imports/settings";
import { addPart, beginUpload, finishUpload, partSize } from "@/lib/imports/upload";
import { errorFacts, log } from "@/lib/log";
import { permit } from "@/lib/permissions";
import { boundTo, type Ctx, transact } from "@/lib/tenancy";
import {
  AddImport,
  type AddWhole,
  type AlterImport,
  Import,
  type ImportAnswer,
  type ListOfImports,
  type ListOfRejects,
  type Looked,
  type Rejected,
} from "./import-shapes";
import { storeFor } from "./store";

/** Newest first. */
export async function allImports(
  ctx: Ctx,
  { cursor }: z.output<typeof ListOfImports>,
): Promise<{ items: ImportAnswer[]; next: string | null }> {
  permit(ctx, "contacts.read");
  const { imports, next } = await listImports(ctx, { before: cursor === undefined ? undefined : new Date(cursor) });
  return { items: imports.map(answerOf), next: next?.toISOString() ?? null };
}

/** @throws Failure not-found */
export async function getImport(ctx: Ctx, input: OfImport): Promise<ImportAnswer> {
  permit(ctx, "contacts.read");
  return answerOf(await showImport(ctx, input));
}

/** How it stands now: the answer to who changed it, who need not be let to read contacts. @throws Failure not-found */
export async function changedImport(ctx: Ctx, input: OfImport): Promise<ImportAnswer> {
  permit(ctx, "contacts.edit");
  return answerOf(await transact(ctx, (ctx) => readImport(ctx, input)));
}

/** @throws Failure not-found, conflict when the store takes nobody in, forbidden (see `refuseAll`) */
export async function addImport(ctx: Ctx, { store, ...input }: z.output<typeof AddImport>): Promise<ImportAnswer> {
  permit(ctx, "contacts.edit");
  refuseAll(ctx, input.kind);
  const { publicId } = await transact(ctx, (ctx) => storeFor(ctx, store));
  return changedImport(ctx, await beginUpload(ctx, { ...input, store: publicId }));
}

/**
 * The file, as it comes and never whole in memory. Sent again it goes on where it broke off: what is here is kept.
 * @throws Failure not-found, invalid when it is not as large as was said, conflict once it is whole
 */
export async function putFile(ctx: Ctx, input: OfImport, file: AsyncIterable<Uint8Array>): Promise<ImportAnswer> {
  permit(ctx, "contacts.edit");
  const { size } = await changedImport(ctx, input);
  let part = 0;
  let length = 0;
  for await (const body of partsOf(file)) {
    length += body.byteLength;
    if (length > size || (body.byteLength < partSize && length < size)) throw otherSize(size);
    await addPart(ctx, { ...input, part, body });
    part += 1;
  }
  if (length !== size) throw otherSize(size);
  await finishUpload(ctx, input);
  return changedImport(ctx, input);
}

/**
 * All in one: the file is taken in; `finish` makes its settings and starts it, `drop` forgets it. Of a file that does
 * not arrive nothing is left. @throws Failure not-found, invalid, conflict, forbidden
 */
export async function addWhole(
  ctx: Ctx,
  { store, file, kind, ...rest }: z.output<typeof AddWhole>,
  { bytes, size }: { bytes: AsyncIterable<Uint8Array>; size: number },
): Promise<{ finish: (ctx: Ctx) => Promise<ImportAnswer>; drop: (ctx: Ctx) => Promise<void> }> {
  permit(ctx, "contacts.edit");
  const asked = AddImport.safeParse({ store, file, size, kind });
  if (!asked.success) throw new Failure("invalid", asked.error.issues[0]!.message);
  const { id } = await addImport(ctx, asked.data);
  const made = { import: id };
  const drop = (ctx: Ctx) =>
    removeImport(ctx, made).catch((error) => log.warn({ error: errorFacts(error) }, "a failed upload was left"));
  try {
    await putFile(ctx, made, bytes);
  } catch (error) {
    await drop(ctx);
    throw error;
  }
  return { finish: (ctx) => settleWhole(ctx, made, { ...rest, kind }), drop };
}

async function settleWhole(
  ctx: Ctx,
  made: OfImport,
  { start, columns, ...chosen }: Omit<z.output<typeof AddWhole>, "store" | "file">,
): Promise<ImportAnswer> {
  const said = told({ ...chosen, columns: columns?.map((field) => ({ field })) });
  if (start === "false" && Object.keys(said).length === 0) return changedImport(ctx, made);
  const altered = await alterImport(ctx, { ...made, ...said });
  return start === "true" ? startOne(ctx, made) : altered;
}

/** With what was chosen or seen of each column where it is the same: its dates, its words. @throws Failure invalid */
function columnsOf({ header, meaning, guesses, width }: Looks, chosen: Column[]): Column[] {
  if (chosen.length !== width) {
    const message = `The file has ${plural(width, "column")}, and ${chosen.length} are named. Name each, “ignore” too.`;
    throw new Failure("invalid", message, { columns: message });
  }
  return chosen.map((column, at) => {
    const known = [meaning.columns[at], guesses[at]?.column].find((one) => one?.field === column.field);
    if (known) return { ...known, ...column };
    if (column.field !== "custom") return column;
    return { name: header?.[at]?.trim() || `Column ${at + 1}`, type: "text", ...column };
  });
}

type Looks = Awaited<ReturnType<typeof lookAtImport>>;

/** What the file's first rows show, and what its columns would be. @throws Failure not-found, invalid, conflict */
export async function lookAtOne(ctx: Ctx, input: OfImport): Promise<z.output<typeof Looked>> {
  permit(ctx, "contacts.edit");
  const { header, rows, meaning } = await lookAtImport(ctx, input);
  return { header, rows: rows.slice(0, 20), kind: meaning.kind, columns: meaning.columns };
}

/** What is absent stays, or is as proposed. @throws Failure not-found, invalid, conflict once it runs, forbidden */
export async function alterImport(
  ctx: Ctx,
  { import: id, reading, columns, known, tags, lists, ...chosen }: OfImport & z.output<typeof AlterImport>,
): Promise<ImportAnswer> {
  permit(ctx, "contacts.edit");
  if (reading) await chooseReading(ctx, { import: id, reading });
  const looked = await lookAtImport(ctx, { import: id });
  const { meaning, options } = looked;
  const all = { ...meaning, ...told({ ...chosen, columns: columns && columnsOf(looked, columns) }) };
  refuseAll(ctx, all.kind);
  await chooseMapping(ctx, ChooseMapping.parse({ ...all, import: id }));
  await chooseOptions(ctx, { import: id, ...options, ...told({ known, tags, lists }) });
  return changedImport(ctx, { import: id });
}

/**
 * With the columns as they are proposed, where none were chosen. @throws Failure not-found, invalid, conflict,
 * forbidden
 */
export async function checkOne(ctx: Ctx, input: OfImport): Promise<ImportAnswer> {
  permit(ctx, "contacts.edit");
  await settleColumns(ctx, input);
  await checkImport(ctx, input);
  return changedImport(ctx, input);
}

/** As `checkOne`. */
export async function startOne(ctx: Ctx, input: OfImport): Promise<ImportAnswer> {
  permit(ctx, "contacts.edit");
  await settleColumns(ctx, input);
  await startImport(ctx, input);
  return changedImport(ctx, input);
}

/** In the order of the file, 50 a page. @throws Failure not-found */
export async function pageRejects(
  ctx: Ctx,
  { import: id, cursor, reason }: OfImport & z.output<typeof ListOfRejects>,
): Promise<{ items: z.output<typeof Rejected>[]; next: string | null }> {
  permit(ctx, "contacts.read");
  const { rows, next } = await listRejects(ctx, { import: id, after: cursor, reason });
  return { items: rows, next: next === null ? null : String(next) };
}

async function settleColumns(ctx: Ctx, input: OfImport) {
  const { state } = await changedImport(ctx, input);
  if (state !== "mapping") return;
  const { meaning } = await lookAtImport(ctx, input);
  refuseAll(ctx, meaning.kind);
  await chooseMapping(ctx, { ...input, ...meaning });
}

/** An address that is suppressed is so in all stores. */
function refuseAll(ctx: Ctx, kind: ImportView["kind"]) {
  if (kind !== "suppressed" || boundTo(ctx) === null) return;
  throw new Failure("forbidden", "Suppressed addresses concern the whole organization, and the key is for one store.");
}

/** What was not said is no wish to change it. */
const told = <T extends object>(changes: T) =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Cut where parts are; at most one of them and a piece is held. */
async function* partsOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const piece of file) {
    for (let at = 0; at < piece.byteLength; ) {
      const some = piece.subarray(at, at + partSize - length);
      held.push(some);
      length += some.byteLength;
      at += some.byteLength;
      if (length < partSize) continue;
      yield Buffer.concat(held);
      held = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(held);
}

function otherSize(size: number): Failure {
  return new Failure(
    "invalid",
    `The file is not as large as was said: ${size} bytes. Send all of it, and nothing else.`,
  );
}

function answerOf(view: ImportView): ImportAnswer {
  const at = (moment: Date | null) => moment?.toISOString() ?? null;
  const { store, undo, createdAt, startedAt, finishedAt, ...rest } = view;
  return Import.parse({
    ...rest,
    store: store.id,
    createdAt: at(createdAt),
    startedAt: at(startedAt),
    finishedAt: at(finishedAt),
    undo: undo && { ...undo, askedAt: at(undo.askedAt) },
  });
}
