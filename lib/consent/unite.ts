/** What becomes of the choices of two contacts that turn out to be one person. */
import type { Working } from "@/lib/tenancy";
import { type Choice, since, stateOf, undecided, unite } from "./consent";
import { choiceKey, choicesOf, holdChoices } from "./stored";
import { type ChangedChoice, writeChoices } from "./write";

/**
 * Gives each survivor the strictest of what either decided, with the evidence of it, changed or not, so that the newest
 * row of either one's evidence, which the survivor inherits, is never the last word. Holds both; pairs must not chain. Gives the choices as they were, by `choiceKey`.
 */
export async function uniteChoices(
  ctx: Working,
  pairs: { loser: number; survivor: number }[],
): Promise<Map<string, Choice>> {
  const both = pairs.flatMap(({ loser, survivor }) => [loser, survivor]);
  await holdChoices(ctx, both);
  const known = await choicesOf(ctx, both);
  const united = new Map<string, ChangedChoice>();
  for (const { loser, survivor } of pairs) {
    for (const channel of ["email", "sms", "push"] as const) {
      const theirs = known.get(choiceKey(loser, channel));
      if (!theirs) continue;
      const key = choiceKey(survivor, channel);
      const before = united.get(key)?.before ?? known.get(key) ?? undecided;
      const ours = united.get(key)?.after ?? before;
      const after = unite(ours, theirs);
      const states = `${stateOf(ours)} and ${stateOf(theirs)}`;
      const evidence = `Two contacts turned out to be one person, ${states}; the stricter choice holds.`;
      const reason = { explicit: false, method: "merge", evidence, effectiveAt: since(after) ?? new Date() };
      united.set(key, { contactId: survivor, channel, before, after, reason, refused: [] });
    }
  }
  await writeChoices(ctx, [...united.values()], "Merge", "here");
  return known;
}
