import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { auditTrail, contacts } from "@/db/schema";
import { invalid } from "../errors";
import { permit } from "../permissions";
import { catalogueOf } from "../segments/catalogue/custom";
import { wordsOf } from "../segments/in-words";
import { type Ctx, transact, type Working } from "../tenancy";

/** `id` is the line's own place in the trail, in the form of the cursor. */
export type TrailLine = {
  id: string;
  at: Date;
  actor: string;
  verb: string;
  subject: string;
  /** Whom the subject is, where that is a contact who is still here: the trail itself keeps no name. */
  contact: Named | null;
  /** As it was written; a segment's definition is its `condition`, in words. */
  detail: unknown;
};
type Named = Pick<typeof contacts.$inferSelect, "publicId" | "firstName" | "lastName" | "email" | "phone">;

const pageSize = 50;

/**
 * Who changed what, newest first, 50 a page. `next` is the cursor of the following page, or null at the end. It names a
 * microsecond and how many of its lines were shown: lines are never edited, so that is exact, and tells no inner id.
 */
export async function readTrail(ctx: Ctx, input: { cursor?: string | undefined }) {
  permit(ctx, "audit.read");
  const from = input.cursor === undefined ? undefined : positionOf(input.cursor);
  const until =
    from && sql`${auditTrail.at} <= timestamptz 'epoch' + ${from.micros}::bigint * interval '1 microsecond'`;
  const { rows, named } = await transact(ctx, async (ctx) => {
    const written = await ctx.db
      .select({
        micros: sql<string>`(extract(epoch from ${auditTrail.at}) * 1000000)::bigint::text`,
        at: auditTrail.at,
        actor: auditTrail.actorName,
        verb: auditTrail.verb,
        subject: auditTrail.subject,
        detail: auditTrail.detail,
      })
      .from(auditTrail)
      .where(and(eq(auditTrail.orgId, ctx.orgId), until))
      .orderBy(desc(auditTrail.at), desc(auditTrail.id))
      .offset(from?.skip ?? 0)
      .limit(pageSize + 1);
    const rows = await conditionsInWords(ctx, written);
    return { rows, named: await namesOf(ctx, rows.map(contactIn)) };
  });
  const shown = rows.slice(0, pageSize);
  const micros = shown.map((row) => row.micros);
  const lines: TrailLine[] = shown.map(({ micros: _, ...line }, n) => ({
    ...line,
    contact: named.get(contactIn(line)) ?? null,
    id: cursorAfter(micros.slice(0, n + 1), from),
  }));
  return { lines, next: rows.length > pageSize ? lines.at(-1)!.id : null };
}

/** The tree that is kept of a condition is for programs. One that is not understood any more is left out. */
async function conditionsInWords<T extends { detail: unknown }>(ctx: Working, rows: T[]): Promise<T[]> {
  const detailOf = ({ detail }: T) => ({ definition: undefined, ...(detail as Record<string, unknown> | null) });
  if (!rows.some((row) => detailOf(row).definition)) return rows;
  const fields = await catalogueOf(ctx);
  const told: T[] = [];
  for (const row of rows) {
    const { definition, ...rest } = detailOf(row);
    const condition = definition && (await wordsOf(ctx, definition, fields));
    told.push(definition ? { ...row, detail: condition ? { ...rest, condition } : rest } : row);
  }
  return told;
}

const contactIn = ({ subject }: { subject: string }) =>
  subject.match(/^contact ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)?.[1] ?? "";

async function namesOf(ctx: Working, ids: string[]): Promise<Map<string, Named>> {
  const { publicId, firstName, lastName, email, phone } = contacts;
  const wanted = [...new Set(ids.filter(Boolean))];
  if (wanted.length === 0) return new Map();
  const found = await ctx.db
    .select({ publicId, firstName, lastName, email, phone })
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), inArray(publicId, wanted), isNull(contacts.goneAt)));
  return new Map(found.map((one) => [one.publicId, one]));
}

type Position = { micros: string; skip: number };

function cursorAfter(shown: string[], from: Position | undefined): string {
  const micros = shown.at(-1)!;
  const same = shown.filter((other) => other === micros).length;
  return `${micros}.${same + (from?.micros === micros ? from.skip : 0)}`;
}

function positionOf(cursor: string): Position {
  const [, micros, skip] = /^(\d{1,17})\.(\d{1,6})$/.exec(cursor) ?? [];
  if (!micros || !skip) throw invalid("This page does not exist.");
  return { micros, skip: Number(skip) };
}
