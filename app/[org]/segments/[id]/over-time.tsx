/** How many there were as each day began, and who came and left in it: as plots, and as a table. */
import Link from "next/link";
import { Card } from "@/app/ui/card";
import { Plot, type Plotted } from "@/app/ui/plot";
import { Time } from "@/app/ui/values";
import { dayKey, formatNumber } from "@/lib/format";
import type { DayOfSegment, Whole } from "@/lib/segments/show";

export const views = ["size", "moves", "table"] as const;
export type View = (typeof views)[number];

const words: Record<View, string> = { size: "People", moves: "Joined and left", table: "Table" };
const daysShown = 90;

type Props = { segment: Whole; view: View; here: (view: View) => string; zone: string };

export function OverTime({ segment, view, here, zone }: Props) {
  const days = segment.days.slice(-daysShown);
  return (
    <Card
      title="Over time"
      note={`last ${daysShown} days`}
      aside={
        <nav aria-label="Over time" className="flex gap-3">
          {views.map((one) => (
            <Link
              key={one}
              href={here(one)}
              scroll={false}
              prefetch={false}
              aria-current={one === view ? "true" : undefined}
              className={one === view ? "font-medium text-ink" : "hover:text-ink"}
            >
              {words[one]}
            </Link>
          ))}
        </nav>
      }
    >
      {view === "table" ? <Figures days={days} /> : <Drawn segment={segment} days={days} view={view} zone={zone} />}
    </Card>
  );
}

function Drawn({ segment, days, view, zone }: { segment: Whole; days: DayOfSegment[]; view: View; zone: string }) {
  const data = view === "size" ? sizes(days, segment.size, zone) : moves(days);
  const label = view === "size" ? "People in the segment" : "People who joined and left";
  if (data.days.length < 2) return <p className="text-muted">A plot needs two days. The table has today’s figures.</p>;
  return <Plot data={data} label={label} />;
}

/** As each day began; of today the number of now. */
function sizes(days: DayOfSegment[], size: number, zone: string): Plotted {
  const today = dayKey(new Date(), zone);
  const known = days.flatMap((one) => (one.size === null || one.day === today ? [] : [[one.day, one.size] as const]));
  const all = [...known, [today, size] as const];
  return { lines: ["People"], days: all.map(([day, n]) => ({ day, counts: [n] })) };
}

const moves = (days: DayOfSegment[]): Plotted => ({
  lines: ["Joined", "Left"],
  days: days.map(({ day, joined, left }) => ({ day, counts: [joined, left] })),
});

function Figures({ days }: { days: DayOfSegment[] }) {
  return (
    <section aria-label="Over time, as a table" className="in-card -mx-4 -mb-4 max-h-80 overflow-auto">
      <table className="records [&_tbody_tr:last-child_td]:border-b-0">
        <thead>
          <tr>
            <th>Day</th>
            <th className="right">As it began</th>
            <th className="right">Joined</th>
            <th className="right">Left</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, size, joined, left }) => (
            <tr key={day}>
              <td>
                <Time at={`${day}T12:00:00Z`} zone="UTC" as="day" />
              </td>
              <td className="num right">{size === null ? "–" : formatNumber(size)}</td>
              <td className="num right">{formatNumber(joined)}</td>
              <td className="num right">{formatNumber(left)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
