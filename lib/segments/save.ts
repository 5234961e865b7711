/**
 * A segment saved as a whole from its page: name, condition and state together, and never over somebody else's work
 * unseen.
 */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { audit } from "@/lib/audit";
import { Failure } from "@/lib/errors";
import { line, remark } from "@/lib/inputs";
import { permit } from "@/lib/permissions";
import { unlessTaken } from "@/lib/taken";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { tellRefresh } from "./clock";
import type { Definition } from "./definition";
import { refuseWhileUsed, settleReferences } from "./references";
import { change, hold, OneSegment, refill, understood } from "./segments";

/** `seen`: when the version one began with was saved, as an ISO time of `showSegment`'s `editedAt`. */
export const SaveSegment = OneSegment.extend({
  name: line("a name"),
  description: remark(200),
  definition: z.unknown(),
  state: z.enum(["draft", "active", "archived"]),
  seen: z.string(),
});

/**
 * @throws Failure not-found; invalid (the definition, or at `name`); conflict when somebody saved meanwhile, and then
 * `seen` among its fields is what to send to save over theirs; conflict (a circle, or in use by another segment)
 */
export async function saveSegment(ctx: Ctx, input: z.output<typeof SaveSegment>): Promise<{ segment: string }> {
  permit(ctx, "contacts.edit");
  const { segment, seen, definition: _, ...after } = input;
  const run = await unlessTaken("segment", after.name, () =>
    transact(ctx, async (ctx) => {
      const before = await hold(ctx, segment);
      refuseUnseen(before, seen);
      const definition = await understood(ctx, input.definition);
      await settle(ctx, { segment, ...after, definition }, before);
      const lasting = before.state === "active" && after.state === "active";
      await change(ctx, before.id, { ...after, definition, ...(lasting ? {} : { inForce: null, size: 0 }) });
      await audit(ctx, "segment.edited", `segment ${before.name}`, { ...after, definition, segment });
      const same = lasting && isDeepStrictEqual(definition, before.definition);
      return after.state === "active" && !same ? refill(ctx) : null;
    }),
  );
  if (run) await tellRefresh(ctx.orgId, run);
  return { segment };
}

function refuseUnseen({ editedAt, editedBy }: { editedAt: Date; editedBy: string }, seen: string): void {
  const now = editedAt.toISOString();
  if (now === seen) return;
  throw new Failure("conflict", `${editedBy} saved this segment while you were editing it.`, { seen: now });
}

async function settle(
  ctx: Working,
  after: { segment: string; name: string; state: string; definition: Definition },
  before: { name: string; state: string },
): Promise<void> {
  await settleReferences(ctx, after);
  if (before.state === "active" && after.state !== "active") await refuseWhileUsed(ctx, after.segment, before.name);
}
