/** Time as Inngest writes it: "1h30m", "500ms", "2d", or an ISO date. */

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g;
const WHOLE = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w))+$/;

/** Milliseconds of a duration, or undefined when the text is none. */
export function milliseconds(text: string): number | undefined {
  if (!WHOLE.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(PART)) sum += Number(amount) * (UNITS[unit ?? ""] ?? 0);
  return Math.round(sum);
}

/** The moment a sleep or a time-out ends: a duration from now, or a date. Throws when the text is neither. */
export function moment(text: string, now = Date.now()): Date {
  const length = milliseconds(text);
  const date = length === undefined ? new Date(text) : new Date(now + length);
  if (Number.isNaN(date.getTime())) throw new Error(`"${text}" is neither a duration nor a date.`);
  return date;
}

/** The moment a `Retry-After` header names: seconds from now, or a date. */
export function retryMoment(header: string, now = Date.now()): Date | undefined {
  const seconds = Number(header);
  const date = Number.isFinite(seconds) ? new Date(now + seconds * 1000) : new Date(header);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Inngest waits 30 s, then 1, 2, 5, 10, 20, 40, 60 minutes, each with up to a fifth on top; `first` scales the row. */
export function backoff(attempt: number, first: number): number {
  const row = [1, 2, 4, 10, 20, 40, 80, 120];
  const factor = row[Math.min(attempt, row.length - 1)] ?? 1;
  return first * factor * (1 + Math.random() / 5);
}
