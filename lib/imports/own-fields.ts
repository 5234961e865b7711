/**
 * The merchant's own fields, and what a file's column must be to fill one: its type is the field's, whatever the file
 * says.
 */
import { eq, sql } from "drizzle-orm";
import { contactFields } from "@/db/schema";
import type { Working } from "@/lib/tenancy";
import { type Column, type CustomType, propose } from "./meaning";

/** By its public id. */
export type OwnField = { id: string; name: string; type: CustomType };

export async function ownFields(ctx: Working): Promise<OwnField[]> {
  return ctx.db
    .select({ id: contactFields.publicId, name: contactFields.name, type: contactFields.type })
    .from(contactFields)
    .where(eq(contactFields.orgId, ctx.orgId))
    .orderBy(sql`lower(${contactFields.name})`);
}

/** Columns of fields that are there already, read as those fields hold it. `rows` are the file's first ones. */
export function asKept(columns: Column[], own: OwnField[], rows: string[][]): Column[] {
  return columns.map((column, at) => {
    const name = column.field === "custom" ? column.name?.toLowerCase() : undefined;
    const kept = name && own.find((field) => field.name.toLowerCase() === name);
    if (!kept || (column.type ?? "text") === kept.type) return column;
    const cells = rows.map((row) => row[at] ?? "");
    const { dates = "iso", decimals = "." } = propose(kept.name, cells).custom.column;
    return {
      field: "custom",
      name: column.name,
      type: kept.type,
      ...(kept.type === "date" && { dates }),
      ...(kept.type === "number" && { decimals }),
    };
  });
}
