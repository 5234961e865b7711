/** Tags and lists as the API shows them. */
import { z } from "zod";
import { At, Id } from "./schemas";

export const Tag = z.object({ id: Id, name: z.string(), colour: z.string(), createdAt: At }).meta({ id: "Tag" });
export const List = z.object({ id: Id, name: z.string(), description: z.string(), createdAt: At }).meta({ id: "List" });

/** Moments as texts, as in every answer. */
export const dated = <T extends { createdAt: Date }>(row: T) => ({ ...row, createdAt: row.createdAt.toISOString() });
