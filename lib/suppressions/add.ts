/** Addresses nobody here may write to, put in by hand: a few typed, many pasted, or a file. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { addressHasher } from "@/lib/address-hash";
import { audit } from "@/lib/audit";
import { invalid } from "@/lib/errors";
import { remark } from "@/lib/inputs";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { readFile } from "./file";
import { type Channel, channels, type Refused, readerOf, readTyped } from "./typed";
import { openUndo, sealUndo } from "./undo";
import { putIn, takeBack } from "./words";

/** How many may be pasted, and how many a file may hold. */
export const mostTyped = 10_000;
export const mostInFile = 100_000;
export const largestFile = 10 * 1024 * 1024;

const Added = z.object({ channel: z.enum(channels), note: remark(200) });
export const Suppress = Added.extend({
  addresses: z
    .string()
    .max(1_000_000, "This is too much to paste. Import it as a file.")
    .regex(/\S/, "Enter an address."),
});
export const ImportSuppressions = Added.extend({
  file: z
    .file("Choose a file.")
    .min(1, "Choose a file that is not empty.")
    .max(largestFile, "The file is larger than 10 MB. Split it, and import the parts."),
});
export const Undo = z.object({ token: z.string().max(20_000) });

/**
 * `refused` are the first hundred of `notUnderstood`. `undo` is what `undoSuppress` takes; null when nothing was added.
 */
export type Suppressed = {
  added: number;
  already: number;
  notUnderstood: number;
  refused: Refused[];
  undo: string | null;
};

/** Adds what was typed or pasted. @throws Failure invalid at `addresses` when nothing in it is an address */
export async function suppress(ctx: Ctx, input: z.output<typeof Suppress>): Promise<Suppressed> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const read = readTyped(input.addresses, await readerOf(ctx, input.channel));
    if (read.addresses.length > mostTyped) {
      throw atAddresses("These are more than 10,000 addresses. Import them as a file.");
    }
    if (read.addresses.length === 0) throw atAddresses(nothingIn(input.channel, read.refused));
    const done = await add(ctx, input, inBatches(read.addresses));
    return { ...done, notUnderstood: read.refused.length, refused: read.refused.slice(0, 100) };
  });
}

/** Adds what a text or CSV file holds, all or nothing. @throws Failure invalid at `file` */
export async function importSuppressions(ctx: Ctx, input: z.output<typeof ImportSuppressions>): Promise<Suppressed> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const read = readFile(input.file, await readerOf(ctx, input.channel), { most: mostInFile, batch });
    const done = await add(ctx, input, read.addresses);
    return { ...done, notUnderstood: read.refused.count, refused: read.refused.first };
  });
}

/**
 * Takes back one adding, as far as it still stands; who was put in otherwise too stays. Returns how many were taken off.
 * @throws Failure not-found
 */
export async function undoSuppress(ctx: Ctx, input: z.output<typeof Undo>): Promise<{ lifted: number }> {
  permit(ctx, "contacts.edit");
  const { at, by, channel } = Adding.parse(openUndo(ctx.orgId, "adding", input.token));
  return transact(ctx, async (ctx) => {
    const lifted = await takeBack(ctx, { by, at }, sql`channel = ${channel} and reason = 'manual'`);
    await audit(ctx, "suppressions.adding-undone", `${channel} suppressions`, { lifted });
    return { lifted };
  });
}

const Adding = z.object({ at: z.string(), by: z.string(), channel: z.enum(channels) });

const batch = 5_000;

function* inBatches(addresses: string[]) {
  for (let from = 0; from < addresses.length; from += batch) yield addresses.slice(from, from + batch);
}

type Batches = Iterable<string[]> | AsyncIterable<string[]>;

async function add(ctx: Working, to: { channel: Channel; note: string }, batches: Batches) {
  const [begun] = await ctx.db.execute<{ at: string }>(sql`select now()::text as at`);
  let [read, added] = [0, 0];
  for await (const addresses of batches) {
    read += addresses.length;
    added += await insert(ctx, { ...to, addedBy: ctx.actor.name, addedAt: begun!.at }, addresses);
  }
  if (added > 0) await audit(ctx, "suppressions.added", `${to.channel} suppressions`, { added, note: to.note });
  const told = { at: begun!.at, by: ctx.actor.name, channel: to.channel };
  return { added, already: read - added, undo: added > 0 ? sealUndo(ctx.orgId, "adding", told) : null };
}

type Row = { channel: Channel; note: string; addedBy: string; addedAt: string };

/**
 * Adds those that are not there. One that was erased is there already, and stays without its address.
 * Returns how many were added.
 */
export async function insert(ctx: Working, row: Row, addresses: string[]): Promise<number> {
  const hashesOf = addressHasher(ctx.orgId);
  const erased = await erasedHashes(ctx, row.channel);
  const asked = [...new Set(addresses)].flatMap((address) => {
    const hashes = hashesOf(address);
    if (hashes.some((hash) => erased.has(hash))) return [];
    return [{ channel: row.channel, address, hash: hashes[0]!, reason: "manual" }];
  });
  return putIn(ctx, { by: row.addedBy, at: row.addedAt, note: row.note }, asked);
}

/**
 * All of them: to a planner that does not know the table yet, looking up five thousand is reading all of it each time.
 */
async function erasedHashes(ctx: Working, channel: Channel): Promise<Set<string>> {
  const rows = await ctx.db.execute<{ hash: string }>(sql`
    select address_hash as hash from suppressions
    where org_id = ${ctx.orgId} and channel = ${channel} and reason = 'erased'`);
  return new Set(rows.map(({ hash }) => hash));
}

function nothingIn(channel: Channel, refused: Refused[]): string {
  const first = refused[0]?.text ?? "";
  if (channel === "email") return `“${first}” is not an e-mail address.`;
  return `“${first}” is not a phone number. Write it with its country code, as in +49 30 901820.`;
}

function atAddresses(message: string) {
  return invalid(message, { addresses: message });
}
