/** Why a contact is in a segment or is not, in sentences. */
import type { z } from "zod";
import { conflict, notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";
import type { Catalogue } from "./catalogue/field";
import { namesFor } from "./catalogue/values";
import { type Definition, readDefinition } from "./definition";
import { type Said, said } from "./in-words";
import { momentOf } from "./moment";
import { type ContactAndSegment, isIn, readSegments } from "./show";
import { why } from "./why";

/**
 * `inside` as the membership is kept, `holds` as the condition is met at this moment: while a change waits for its look
 * they differ. `excluded`: the contact was excluded from all segments.
 */
export type Reasons = { inside: boolean; holds: boolean; excluded: boolean; include: Said; exclude: Said | null };

/** @throws Failure not-found (either), conflict for a condition that is not understood any more */
export async function reasonsFor(ctx: Ctx, input: z.output<typeof ContactAndSegment>): Promise<Reasons> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const [segment] = await readSegments(ctx, input.segment);
    if (!segment) throw notFound("segment");
    const inside = await isIn(ctx, input);
    const { fields } = await momentOf(ctx);
    const definition = understood(segment.definition, fields);
    const names = await namesFor(ctx, fields, definition);
    const { holds, excluded, include, exclude } = await why(ctx, { contact: input.contact, definition });
    return {
      inside,
      holds,
      excluded,
      include: said(include, fields, names),
      exclude: exclude && said(exclude, fields, names),
    };
  });
}

function understood(stored: unknown, fields: Catalogue): Definition {
  try {
    return readDefinition(stored, fields);
  } catch {
    throw conflict("The condition of this segment is not understood any more. Edit it.");
  }
}
