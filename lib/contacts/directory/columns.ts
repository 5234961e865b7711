/** Which columns of the contacts list a member sees; kept per member and organization. */
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { memberPreferences } from "@/db/schema";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";

/** Every column one may switch off, in their order. The address itself always stays. */
export const columnNames = [
  "name",
  "phone",
  "status",
  "activity",
  "source",
  "tags",
  "lists",
  "spent",
  "orders",
  "interaction",
  "created",
] as const;

export type ColumnName = (typeof columnNames)[number];

export const defaultColumns: ColumnName[] = columnNames.filter((name) => name !== "phone");

export const ChooseColumns = z.object({ columns: z.array(z.enum(columnNames)) });

const preference = "contacts.columns";

/** The member's choice, or the usual columns. */
export async function columnsOf(ctx: Ctx): Promise<ColumnName[]> {
  permit(ctx, "contacts.read");
  if (ctx.actor.kind !== "member") return defaultColumns;
  const { userId } = ctx.actor;
  const [row] = await transact(ctx, (ctx) =>
    ctx.db
      .select({ value: memberPreferences.value })
      .from(memberPreferences)
      .where(
        and(
          eq(memberPreferences.orgId, ctx.orgId),
          eq(memberPreferences.userId, userId),
          eq(memberPreferences.name, preference),
        ),
      ),
  );
  const kept = ChooseColumns.shape.columns.safeParse(row?.value);
  return kept.success ? kept.data : defaultColumns;
}

export async function chooseColumns(ctx: Ctx, input: z.output<typeof ChooseColumns>): Promise<void> {
  permit(ctx, "contacts.read");
  if (ctx.actor.kind !== "member") return;
  const value = columnNames.filter((name) => input.columns.includes(name));
  const row = { orgId: ctx.orgId, userId: ctx.actor.userId, name: preference, value };
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
