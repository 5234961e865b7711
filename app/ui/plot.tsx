/** Numbers over days, a line each. The figures stand beside it, and the same as a table. */
import { Lines } from "./lines-lazily";

/** The order of colours, by that of the lines. */
export const colours = ["var(--accent)", "var(--info)", "var(--wait)", "var(--stop)", "var(--none)"];

/** A day has a number for each of `lines`. */
export type Plotted = { lines: string[]; days: { day: string; counts: number[] }[] };

/** Holds its height from the first moment; the plot itself comes with its script. `label` says what is counted. */
export function Plot({ data: { lines, days }, label }: { data: Plotted; label: string }) {
  const points = days.map(({ day, counts }) => ({
    day,
    ...Object.fromEntries(counts.map((n, at) => [`c${at}`, n])),
  }));
  return (
    <div className="h-[220px]" role="img" aria-label={summary({ lines, days }, label)}>
      <Lines points={points} names={lines} colours={colours} />
    </div>
  );
}

function summary({ lines, days }: Plotted, label: string): string {
  const [first, last] = [days[0]?.counts ?? [], days.at(-1)?.counts ?? []];
  const each = lines.map((line, at) => `${line} from ${first[at] ?? 0} to ${last[at] ?? 0}`);
  return `${label} over ${days.length} days: ${each.join(", ") || "none yet"}`;
}
