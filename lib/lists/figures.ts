/** How many people each list has. Excluded and gone people are in no count. */
import type { Growth } from "@/lib/growth";
import { permit } from "@/lib/permissions";
import { talliesOf } from "@/lib/tallies";
import { type Ctx, transact } from "@/lib/tenancy";

/** `subscribed`: those of the members who agreed to email. `growth`: joined less left, in days of the zone. */
export type ListFigures = { members: number; subscribed: number; growth: Growth };

/** By public id; a list nobody was ever on is not among them. */
export async function listFigures(ctx: Ctx, input: { zone: string }): Promise<Map<string, ListFigures>> {
  permit(ctx, "contacts.read");
  const tallies = await transact(ctx, (ctx) => talliesOf(ctx, "list", input.zone));
  return new Map([...tallies].map(([id, { n, ...rest }]) => [id, { members: n, ...rest }]));
}
