import { Status, type Tone } from "@/app/ui/status";
import type { Shown } from "@/lib/segments/show";

const states: Record<Shown["state"], { tone: Tone; word: string }> = {
  active: { tone: "ok", word: "Active" },
  draft: { tone: "hollow", word: "Draft" },
  archived: { tone: "none", word: "Archived" },
};

/** While a new condition waits for its refresh the members are not yet its own. */
export function SegmentState({ segment: { state, ready } }: { segment: Pick<Shown, "state" | "ready"> }) {
  if (state === "active" && !ready) return <Status tone="wait">Being filled</Status>;
  const { tone, word } = states[state];
  return <Status tone={tone}>{word}</Status>;
}
