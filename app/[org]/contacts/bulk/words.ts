/**
 * What each kind of work over many contacts is called before, while and after it is done. No icons: also for scripts.
 */
import { formatDuration, formatNumber, plural } from "@/lib/format";

export type Kind = "tag" | "untag" | "list" | "unlist" | "disable" | "enable" | "unsubscribe" | "export" | "delete";

type Words = {
  /** On a button or in a menu. */
  name: string;
  /** The dialog's one button: "Tag 312 contacts". */
  verb: string;
  /** While it runs: "Tagging". */
  doing: string;
  /** On its result: "Tagged". */
  done: string;
  /** What follows from it, where that is not plain. */
  consequence?: string;
  final?: boolean;
};

export const words: Record<Kind, Words> = {
  tag: { name: "Add tag", verb: "Tag", doing: "Tagging", done: "Tagged" },
  untag: { name: "Remove tag", verb: "Untag", doing: "Untagging", done: "Untagged" },
  list: {
    name: "Add to list",
    verb: "Add",
    doing: "Adding to a list",
    done: "Added to a list",
    consequence: "Their consent stays as it is: being on a list is no permission to write.",
  },
  unlist: { name: "Remove from list", verb: "Remove", doing: "Removing from a list", done: "Removed from a list" },
  disable: {
    name: "Disable",
    verb: "Disable",
    doing: "Disabling",
    done: "Disabled",
    consequence: "They receive nothing, whatever their consent, until they are enabled again.",
  },
  enable: {
    name: "Enable",
    verb: "Enable",
    doing: "Enabling",
    done: "Enabled",
    consequence: "They receive again what their consent allows.",
  },
  unsubscribe: {
    name: "Unsubscribe",
    verb: "Unsubscribe",
    doing: "Unsubscribing",
    done: "Unsubscribed",
    consequence: "They get no more email. This cannot be undone: only their own, newer opt-in lifts it.",
    final: true,
  },
  export: {
    name: "Export",
    verb: "Export",
    doing: "Exporting",
    done: "Exported",
    consequence: "A CSV file with every column. It is kept for 30 days, for members who may export.",
  },
  delete: {
    name: "Delete",
    verb: "Delete",
    doing: "Deleting",
    done: "Deleted",
    consequence:
      "They disappear from every list, count and page. Opt-outs are remembered; somebody comes back when their store tells something new of them. This cannot be undone.",
    final: true,
  },
};

export const kinds = Object.keys(words) as Kind[];

/** "Tag 48,213 contacts". */
export const verbOf = (kind: Kind, n: number) => `${words[kind].verb} ${plural(n, "contact")}`;

type Told = { kind: Kind; names: string[]; expected: number; changed: number; state: string };

/** "Tagging 48,213 contacts with “VIP”". */
export function doingOf({ kind, names, expected, state }: Told): string {
  const doing = state === "undoing" ? `Undoing: ${words[kind].name.toLowerCase()},` : words[kind].doing;
  return `${doing} ${plural(expected, "contact")}${named(names)}`;
}

/** "Tagged 48,213 contacts: “VIP”". Those who had it already are not counted. */
export const doneOf = ({ kind, names, changed }: Told) =>
  `${words[kind].done} ${plural(changed, "contact")}${named(names)}`;

const named = (names: string[]) => (names.length > 0 ? `: ${names.map((name) => `“${name}”`).join(", ")}` : "");

/** "12,000 of 48,213", "20,000 a second", "about 2 s left". */
export function pace({
  done,
  expected,
  startedAt,
}: {
  done: number;
  expected: number;
  startedAt: Date | null;
}): string[] {
  const told = [`${formatNumber(done)} of ${formatNumber(expected)}`];
  const seconds = startedAt ? (Date.now() - startedAt.getTime()) / 1000 : 0;
  if (done === 0 || seconds < 1) return told;
  const rate = done / seconds;
  told.push(`${formatNumber(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate))} a second`);
  if (done < expected) told.push(`about ${formatDuration((expected - done) / rate)} left`);
  return told;
}
