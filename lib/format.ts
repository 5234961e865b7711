/** Numbers, money and dates as the merchant reads them: exact, in the store's currency, in the organization's zone. */

const locale = "en-GB";
const numbers = new Intl.NumberFormat(locale);
const day = 86_400_000;

/** "1,284". */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** A number that says it is not exact: "about 1.2 M", "about 48,000". */
export function formatAbout(value: number): string {
  if (value >= 1_000_000) return `about ${Math.round(value / 100_000) / 10} M`;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))) - 1);
  return `about ${formatNumber(Math.round(value / step) * step)}`;
}

/**
 * `amount` is an exact decimal string as the database gives it ("1284.5000"); it never becomes a float. An unknown
 * currency is shown by its code.
 */
export function formatMoney(amount: string, currency: string): string {
  if (!isCurrency(currency)) return `${currency} ${trimDecimals(amount)}`.trim();
  // Intl reads decimal strings exactly; its types want them as literals.
  const parts = moneyFormat(currency).formatToParts(amount as Intl.StringNumericLiteral);
  return parts
    .map((part) => (part.type === "currency" ? `${part.value}\u00a0` : part.value))
    .join("")
    .replace(/\u00a0+/g, "\u00a0");
}

const isCurrency = (code: string) => /^[A-Z]{3}$/.test(code);
const moneyFormat = (currency: string) =>
  kept(`money ${currency}`, () => new Intl.NumberFormat("en", { style: "currency", currency }));

/** The same amount for a file: exact, and with no more zeros behind the point than its currency has. */
export function plainMoney(amount: string, currency: string): string {
  const [whole = "0", part = ""] = amount.split(".");
  const digits = isCurrency(currency) ? (moneyFormat(currency).resolvedOptions().minimumFractionDigits ?? 2) : 2;
  const decimals = part.replace(/0+$/, "").padEnd(digits, "0");
  return decimals ? `${whole}.${decimals}` : whole;
}

/** Two decimals for a division that must not drift: "1284.50" / 12 -> "107.0417" (four places, half up). */
export function average(sum: string, count: number): string {
  if (count <= 0) return "0";
  const [whole = "0", fraction = ""] = sum.replace("-", "").split(".");
  const scaled = BigInt(whole + fraction.padEnd(4, "0").slice(0, 4));
  const divided = (scaled * 2n + BigInt(count)) / (BigInt(count) * 2n);
  const digits = divided.toString().padStart(5, "0");
  return `${sum.startsWith("-") ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** "3 Nov, 14:05"; with the year when it is another one: "3 Nov 2025, 14:05". */
export function formatMoment(at: Date, zone: string, now = new Date()): string {
  return `${formatDay(at, zone, now)}, ${formatClock(at, zone)}`;
}

/** "14:05". */
export function formatClock(at: Date, zone: string): string {
  const { hour, minute } = parts(at, zone);
  return `${hour}:${minute}`;
}

/** "3 Nov", "3 Nov 2025". */
export function formatDay(at: Date, zone: string, now = new Date()): string {
  const { day, month, year } = parts(at, zone);
  const date = `${day} ${month.slice(0, 3)}`;
  return year === parts(now, zone).year ? date : `${date} ${year}`;
}

/** A calendar day without a zone, "1988-04-12" -> "12 April 1988". */
export function formatDate(date: string): string {
  const at = new Date(`${date}T12:00:00Z`);
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(at);
}

/** Relative under a week, the date after: "just now", "5 min ago", "2 hours ago", "Yesterday, 18:20", "18 Nov". */
export function formatAgo(at: Date, zone: string, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 0) return formatMoment(at, zone, now);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const days = daysBetween(at, now, zone);
  if (days === 0) return `${plural(Math.floor(minutes / 60), "hour")} ago`;
  if (days === 1) return `Yesterday, ${formatClock(at, zone)}`;
  return days < 7 ? `${days} days ago` : formatDay(at, zone, now);
}

/** `formatAgo` where there is little room: "now", "5 min ago", "2 h ago", "yesterday", "18 Nov". */
export function formatShort(at: Date, zone: string, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  const days = daysBetween(at, now, zone);
  if (minutes < 0 || days >= 7) return formatDay(at, zone, now);
  if (minutes < 60) return minutes < 1 ? "now" : `${minutes} min ago`;
  if (days === 0) return `${Math.floor(minutes / 60)} h ago`;
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** The heading of a day on a timeline: "Today", "Yesterday", "3 November", "3 November 2025". */
export function formatHeading(at: Date, zone: string, now = new Date()): string {
  const days = daysBetween(at, now, zone);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const year = parts(at, zone).year === parts(now, zone).year ? undefined : ("numeric" as const);
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year, timeZone: zone }).format(at);
}

/** "2026-11-03" of a moment, as the zone's calendar has it. */
export function dayKey(at: Date, zone: string): string {
  return kept(`day ${zone}`, () => new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: zone })).format(at);
}

/** "12 s", "4 min", "2 h 5 min" from seconds; what is over in less than one took one. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ""}`;
}

/** "1 order", "2 orders"; "1 try", "2 tries" where both are told. */
export function plural(count: number, one: string, many?: string): string {
  return `${formatNumber(count)} ${counted(count, one, many)}`;
}

/** "order", "orders": the word alone, where the figure stands apart. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

function daysBetween(at: Date, now: Date, zone: string): number {
  return Math.round((Date.parse(dayKey(now, zone)) - Date.parse(dayKey(at, zone))) / day);
}

function parts(at: Date, zone: string) {
  const read = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { day = "", month = "", year = "", hour = "", minute = "" } = read;
  return { day, month, year, hour, minute };
}

const clockOf = (zone: string) =>
  kept(`clock ${zone}`, () => {
    const time = { hour: "2-digit", minute: "2-digit" } as const;
    return new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      day: "numeric",
      month: "short",
      year: "numeric",
      ...time,
    });
  });

const formatters = new Map<string, unknown>();

/** Making a formatter costs more than using it a hundred times, and a table asks for hundreds. One `key` is one kind. */
function kept<T>(key: string, make: () => T): T {
  const known = formatters.get(key) ?? make();
  formatters.set(key, known);
  return known as T;
}

function trimDecimals(amount: string): string {
  return amount.replace(/(\.\d\d)\d*$/, "$1");
}
