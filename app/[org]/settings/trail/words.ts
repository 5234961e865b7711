/** A line of the audit trail in words: what was done, to what, and what changed. */
import { words as bulkWords } from "@/app/[org]/contacts/bulk/words";
import { formatNumber } from "@/lib/format";

/** "Store kinds chosen" of "store.kinds-chosen"; "Tagged" of "contacts.bulk-tag". */
export function doneWords(verb: string): string {
  const [, kind] = /^contacts\.bulk-(.+)$/.exec(verb) ?? [];
  if (kind) return bulkWords[kind as keyof typeof bulkWords]?.done ?? `Bulk action ${kind}`;
  const words = verb.replaceAll(/[.-]/g, " ").replace(/^api /, "API ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const id = /\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** "Needs care" of "tag Needs care" where the verb says that it is a tag. Of an id only its kind is told. */
export function subjectWords(verb: string, subject: string): string {
  const named = subject.replace(id, "").trim();
  const kind = `${verb.split(".")[0]!.replaceAll("-", " ")} `;
  return named.toLowerCase().startsWith(kind) ? named.slice(kind.length) : named;
}

/** The id of the import that a line is about. */
export const importIn = (subject: string) => (subject.startsWith("import ") ? subject.match(id)?.[1] : undefined);

/** "role: editor → admin" of a detail {before, after}, and the rest as names and values; ids and trees are left out. */
export function changeOf(detail: unknown): string {
  const { before, after, names, ...rest } = asObject(detail);
  return [...(names ? [shown(names)] : []), ...differences(before, after), ...Object.entries(rest).map(told)]
    .filter(Boolean)
    .join(" · ");
}

function differences(before: unknown, after: unknown): string[] {
  if (!isObject(before) && !isObject(after)) return [arrow(before, after)];
  const [was, is] = [asObject(before), asObject(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) => {
    const change = shown(was[key]) === shown(is[key]) ? "" : arrow(was[key], is[key]);
    return change ? [`${worded(key)}: ${change}`] : [];
  });
}

/** "editor → admin"; of what was not there before, or is no longer, only the side that is. */
const arrow = (was: unknown, is: unknown) => [shown(was), shown(is)].filter(Boolean).join(" → ");

function told([key, value]: [string, unknown]): string {
  if (typeof value === "string" && id.test(value)) return "";
  // What of a contact was edited is told by the fields' own names.
  const text = key === "fields" ? worded(shown(value)) : shown(value);
  return text ? `${worded(key)}: ${text}` : "";
}

/** "time zone" of "timeZone". */
const worded = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const asObject = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

/** Empty of nothing, and of a tree, which no line holds. */
function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.map(shown).filter(Boolean).join(", ") : "";
}
