/** What uploads are called while they stand anywhere between file and result. No icons: also for scripts. */
import type { Tone } from "@/app/ui/status";
import { formatDuration, formatNumber, plural } from "@/lib/format";
import type { ImportView, Progress } from "@/lib/imports/imports";

export const states: Record<ImportView["state"], { tone: Tone; word: string }> = {
  uploading: { tone: "wait", word: "Uploading" },
  mapping: { tone: "hollow", word: "Not started" },
  checking: { tone: "wait", word: "Being checked" },
  ready: { tone: "hollow", word: "Checked, not started" },
  running: { tone: "wait", word: "Importing" },
  done: { tone: "ok", word: "Done" },
  cancelled: { tone: "none", word: "Cancelled" },
  failed: { tone: "stop", word: "Failed" },
  undoing: { tone: "wait", word: "Being undone" },
  undone: { tone: "none", word: "Undone" },
};

export const kindWords: Record<ImportView["kind"], { name: string; hint: string }> = {
  contacts: { name: "Contacts", hint: "Adds people to the store, and brings known ones up to date." },
  unsubscribed: {
    name: "People who unsubscribed",
    hint: "Such as another tool’s list of unsubscribed people. It only ever lowers consent.",
  },
  suppressed: {
    name: "Addresses nobody may write to",
    hint: "Bounces, complaints, a blacklist. They get nothing, whatever their consent.",
  },
};

/** What the figures of a kind count, said of a check and of a result alike. */
export const figureWords: Record<ImportView["kind"], { fresh: string; known: string }> = {
  contacts: { fresh: "new contacts", known: "already known" },
  unsubscribed: { fresh: "new, unsubscribed", known: "unsubscribed already" },
  suppressed: { fresh: "newly suppressed", known: "suppressed already" },
};

/** "1.2 MB". */
export function sizeOf(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let size = bytes;
  let unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit += 1) size /= 1000;
  return `${unit === 0 || size >= 100 ? Math.round(size) : Math.round(size * 10) / 10} ${units[unit]}`;
}

/** "120,000 rows", "20,000 a second", "about 2 s left". */
export function paceOf({ done, perSecond, secondsLeft }: Progress, what: "row" | "contact"): string {
  const told = [plural(done, what)];
  if (perSecond !== null && perSecond >= 1) told.push(`${formatNumber(Math.round(perSecond))} a second`);
  if (secondsLeft !== null) told.push(`about ${formatDuration(secondsLeft)} left`);
  return told.join(" · ");
}
