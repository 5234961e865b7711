import type { Growth } from "@/lib/home";
import { Lines } from "./lines-lazily";

/** The order of colours, by the size of the source. */
export const colours = ["var(--accent)", "var(--info)", "var(--wait)", "var(--stop)", "var(--none)"];

/** Holds its height from the first moment; the plot itself comes with its script. */
export function Plot({ data }: { data: Growth }) {
  const points = data.days.map(({ day, counts }) => ({
    day,
    ...Object.fromEntries(counts.map((n, at) => [`c${at}`, n])),
  }));
  return (
    <div className="h-[220px]" role="img" aria-label={summary(data)}>
      <Lines points={points} origins={data.origins} colours={colours} />
    </div>
  );
}

function summary({ origins, days }: Growth): string {
  const [first, last] = [days[0]?.counts ?? [], days.at(-1)?.counts ?? []];
  const each = origins.map((origin, at) => `${origin} from ${first[at] ?? 0} to ${last[at] ?? 0}`);
  return `Contacts by source over ${days.length} days: ${each.join(", ") || "none yet"}`;
}
