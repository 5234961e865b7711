/** Money, numbers and moments: server components, so that no formatting is shipped to the browser. */
import {
  formatAbout,
  formatAgo,
  formatClock,
  formatDay,
  formatMoment,
  formatMoney,
  formatNumber,
  formatShort,
} from "@/lib/format";

export function Money({ amount, currency }: { amount: string; currency: string }) {
  return <span className="num">{formatMoney(amount, currency)}</span>;
}

export function Count({ value, exact = true }: { value: number; exact?: boolean }) {
  return <span className="num">{exact ? formatNumber(value) : formatAbout(value)}</span>;
}

const shapes = { moment: formatMoment, ago: formatAgo, clock: formatClock, day: formatDay, short: formatShort };

/** A moment in the organization's zone; the full ISO time is told on hover. Null is a dash. */
export function Time({
  at,
  zone,
  as = "moment",
}: {
  at: Date | string | null;
  zone: string;
  as?: keyof typeof shapes;
}) {
  if (at === null) return <span className="text-faint">–</span>;
  const date = typeof at === "string" ? new Date(at) : at;
  const iso = date.toISOString();
  return (
    <time dateTime={iso} title={iso} className="num">
      {shapes[as](date, zone)}
    </time>
  );
}
