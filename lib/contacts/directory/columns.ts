/** How a member sees the contacts list: columns, their widths, the height of rows. Kept per member and organization. */
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { memberPreferences, savedViews } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";

/** Every column one may switch off, in their order. The address itself always stays. */
export const columnNames = [
  "name",
  "first",
  "last",
  "phone",
  "push",
  "status",
  "activity",
  "source",
  "store",
  "tags",
  "lists",
  "segments",
  "spent",
  "orders",
  "interaction",
  "created",
  "language",
  "country",
] as const;

export type ColumnName = (typeof columnNames)[number];

const rarely: ColumnName[] = ["first", "last", "phone", "push", "store", "segments", "language", "country"];
export const defaultColumns: ColumnName[] = columnNames.filter((name) => !rarely.includes(name));

export const densities = ["comfortable", "compact"] as const;

/** In pixels. */
export const narrowest = 64;
export const widest = 720;
const Width = z.coerce.number().int().min(narrowest).max(widest);
const Sized = z.enum(["contact", ...columnNames]);

export const ChooseColumns = z.object({
  columns: z.array(z.enum(columnNames)),
  density: z.enum(densities).default("comfortable"),
  /** The saved view they are chosen for; else they are the member's usual ones. */
  view: z.uuid().optional(),
});
/** No width: as wide as what is in it. */
export const SizeColumn = z.object({ column: Sized, width: Width.nullish() });

export const ForgetWidths = z.object({});

/** `widths` by column; "contact" is the first one. */
export type Look = {
  columns: ColumnName[];
  density: (typeof densities)[number];
  widths: Partial<Record<z.output<typeof Sized>, number>>;
};

const Kept = {
  columns: z.array(z.enum(columnNames)),
  density: z.enum(densities),
  widths: z.partialRecord(Sized, Width),
};

/** The member's choice, or the usual look. What is kept and not understood any more counts as not chosen. */
export async function lookOf(ctx: Ctx): Promise<Look> {
  permit(ctx, "contacts.read");
  const rows = await transact(ctx, async ({ db, actor }) =>
    actor.kind !== "member"
      ? []
      : db.execute<{ name: string; value: unknown }>(sql`select name, value from member_preferences
          where org_id = ${ctx.orgId} and user_id = ${actor.userId} and name like 'contacts.%'`),
  );
  const kept = <T>(name: keyof typeof Kept, shape: z.ZodType<T>, usual: T): T => {
    const read = shape.safeParse(rows.find((row) => row.name === `contacts.${name}`)?.value);
    return read.success ? read.data : usual;
  };
  return {
    columns: kept("columns", Kept.columns, defaultColumns),
    density: kept("density", Kept.density, "comfortable"),
    widths: kept("widths", Kept.widths, {}),
  };
}

/** @throws Failure not-found when the view is not the member's */
export async function chooseColumns(ctx: Ctx, input: z.output<typeof ChooseColumns>): Promise<void> {
  permit(ctx, "contacts.read");
  const { actor } = ctx;
  if (actor.kind !== "member") return;
  const columns = inOrder(input.columns);
  await transact(ctx, async (ctx) => {
    await keep(ctx, "density", input.density);
    if (!input.view) return keep(ctx, "columns", columns);
    const own = and(eq(savedViews.userId, actor.userId), eq(savedViews.publicId, input.view));
    const changed = await ctx.db
      .update(savedViews)
      .set({ columns })
      .where(and(eq(savedViews.orgId, ctx.orgId), own))
      .returning({ id: savedViews.id });
    if (changed.length === 0) throw notFound("view");
  });
}

/** Two edges dragged in two windows both stay: only this column's width is written. */
export async function sizeColumn(ctx: Ctx, input: z.output<typeof SizeColumn>): Promise<void> {
  permit(ctx, "contacts.read");
  const { actor } = ctx;
  if (actor.kind !== "member") return;
  const given = JSON.stringify({ [input.column]: input.width ?? null });
  await transact(ctx, ({ db }) =>
    db.execute(sql`insert into member_preferences as m (org_id, user_id, name, value)
      values (${ctx.orgId}, ${actor.userId}, 'contacts.widths', jsonb_strip_nulls(${given}::text::jsonb))
      on conflict (org_id, user_id, name) do update set value = jsonb_strip_nulls(m.value || ${given}::text::jsonb)`),
  );
}

/** Every column as wide as what is in it. */
export async function forgetWidths(ctx: Ctx, _: z.output<typeof ForgetWidths> = {}): Promise<void> {
  permit(ctx, "contacts.read");
  await keep(ctx, "widths", {});
}

export const inOrder = (columns: readonly string[]): ColumnName[] =>
  columnNames.filter((name) => columns.includes(name));

async function keep(ctx: Ctx, name: keyof typeof Kept, value: unknown) {
  if (ctx.actor.kind !== "member") return;
  const row = { orgId: ctx.orgId, userId: ctx.actor.userId, name: `contacts.${name}`, value };
  await transact(ctx, (ctx) =>
    ctx.db
      .insert(memberPreferences)
      .values(row)
      .onConflictDoUpdate({
        target: [memberPreferences.orgId, memberPreferences.userId, memberPreferences.name],
        set: { value },
      }),
  );
}
