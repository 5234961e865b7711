import { sql } from "drizzle-orm";
import { bigint, numeric, timestamp, uuid } from "drizzle-orm/pg-core";

/** The tenant. It leads every key of a tenant's table. */
export const orgId = () => bigint("org_id", { mode: "number" }).notNull();

/** The inner id: small, ordered, never shown outside. */
export const innerId = () => bigint("id", { mode: "number" }).generatedAlwaysAsIdentity();

/** The id that is shown outside: a uuid of version 7, so that it tells no count and still inserts in order. */
export const publicId = () => uuid("public_id").notNull().default(sql`public_id()`);

export const ref = (name: string) => bigint(name, { mode: "number" });
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const now = (name: string) => at(name).notNull().defaultNow();

/** Exact decimals, as strings in TypeScript. Four places hold every currency's minor unit. */
export const money = (name: string) => numeric(name, { precision: 20, scale: 4 });
