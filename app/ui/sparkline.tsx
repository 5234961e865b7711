/** A small line over the figure it explains; the figure itself says it in words. */
import { clsx } from "clsx";
import { formatNumber } from "@/lib/format";
import type { Growth } from "@/lib/growth";

const width = 72;
const height = 20;

/** The change over the last 30 days: the line of how it came about, and the sum with its sign. */
export function Change({ growth }: { growth: Growth }) {
  const { change, days } = growth;
  return (
    <span className="num inline-flex items-center justify-end gap-2.5 align-middle">
      {change === 0 && days.every((day) => day === 0) ? null : <Line days={days} />}
      <span className={clsx("min-w-12", change === 0 && "text-faint")}>{signed(change)}</span>
    </span>
  );
}

/** Below another figure at a phone's width, which has no column for it; nothing where nothing changed. */
export function ChangeBelow({ growth }: { growth: Growth | undefined }) {
  if (!growth?.change) return null;
  return <span className="num block text-small text-muted md:hidden">{signed(growth.change)} in 30 days</span>;
}

/** "+12", "−3", "0". */
export function signed(change: number): string {
  if (change === 0) return "0";
  return `${change > 0 ? "+" : "−"}${formatNumber(Math.abs(change))}`;
}

function Line({ days }: { days: number[] }) {
  const heights = runningSum(days);
  const [low, high] = [Math.min(0, ...heights), Math.max(0, ...heights)];
  const x = (at: number) => 1 + (at / Math.max(1, heights.length - 1)) * (width - 2);
  const y = (value: number) => height - 2 - ((value - low) / Math.max(1, high - low)) * (height - 4);
  const points = heights.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  return (
    <svg aria-hidden width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <polyline points={points} fill="none" stroke="var(--accent)" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}

function runningSum(days: number[]): number[] {
  let sum = 0;
  return [0, ...days].map((day) => {
    sum += day;
    return sum;
  });
}
