/** One line of the timeline in words. A kind nobody wrote words for still reads. */
import {
  Ban,
  Check,
  CircleDot,
  CreditCard,
  Eye,
  FileUp,
  ListMinus,
  ListPlus,
  MailPlus,
  Merge,
  PackageCheck,
  Pencil,
  ShoppingBag,
  ShoppingCart,
  Store,
  Tag as TagIcon,
  Undo2,
  UserPlus,
  UserX,
  X,
} from "lucide-react";
import type { ReactNode } from "react";
import { channelWords } from "@/app/ui/words";
import { fieldWords } from "@/lib/contacts/fields";
import { formatMoment, formatMoney, formatNumber } from "@/lib/format";
import type { Detail, Line } from "@/lib/timeline/read";

const icons: Record<string, typeof Check> = {
  "order.placed": ShoppingBag,
  "order.paid": CreditCard,
  "order.completed": PackageCheck,
  "order.cancelled": Ban,
  "order.refunded": Undo2,
  "checkout.started": ShoppingCart,
  "checkout.abandoned": ShoppingCart,
  "consent.changed": Check,
  "consent.written-back": Store,
  "consent.not-written": Store,
  "contact.created": UserPlus,
  "contact.returned": UserPlus,
  "store.account.created": UserPlus,
  "contact.updated": Pencil,
  "contact.imported": FileUp,
  "import.undone": Undo2,
  "contact.merged": Merge,
  "contact.gone": UserX,
  "contact.deleted": UserX,
  "contact.restored": UserPlus,
  "contact.edited": Pencil,
  "product.viewed": Eye,
  "store.account.deleted": UserX,
  "contact.disabled": X,
  "contact.enabled": Check,
  "contact.excluded": X,
  "contact.included": Check,
  "tag.added": TagIcon,
  "tag.removed": TagIcon,
  "form.signed-up": MailPlus,
  "list.joined": ListPlus,
  "list.left": ListMinus,
  "segment.joined": ListPlus,
  "segment.left": ListMinus,
  "store-group.joined": ListPlus,
  "store-group.left": ListMinus,
};

export function Icon({ kind }: { kind: string }) {
  const Shape = icons[kind] ?? CircleDot;
  return (
    <span aria-hidden className="z-[1] grid size-6 place-items-center rounded-full border bg-surface text-muted">
      <Shape className="size-3" />
    </span>
  );
}

export function Told({ line, zone }: { line: Line; zone: string }) {
  const write = words[line.kind];
  const { title, more } = write ? write(line.detail, line, zone) : unwritten(line);
  const by = ["member", "key"].includes(line.actorKind) && line.actor ? `by ${line.actor}` : "";
  const below = [more, by].filter(Boolean).join(", ");
  return (
    <div className="min-w-0 break-words">
      {title}
      {below ? <div className="text-small text-muted">{below}</div> : null}
    </div>
  );
}

/** What a program named itself ("api.course.finished") is told by that name. */
function unwritten({ kind, detail }: Line): { title: ReactNode; more?: string | undefined } {
  const told = Object.entries(detail.properties ?? {}).map(([name, value]) => `${name}: ${value}`);
  return { title: readable(kind.replace(/^api\./, "")), more: told.join(", ") };
}

type Words = (detail: Detail, line: Line, zone: string) => { title: ReactNode; more?: string | undefined };

const words: Record<string, Words> = {
  "order.placed": (d) => ({
    title: (
      <>
        Placed {order(d)}
        {comma(sum(d))}
      </>
    ),
    more: items(d),
  }),
  "order.paid": (d) => ({
    title: (
      <>
        Paid {order(d)}
        {comma(sum(d))}
      </>
    ),
  }),
  "order.completed": (d) => ({ title: <>{order(d, "Order")} was completed</> }),
  "order.cancelled": (d) => ({ title: <>{order(d, "Order")} was cancelled</> }),
  "order.refunded": (d) => ({
    title: (
      <>
        {money(d.amount, d.currency) || "Money"} given back for {order(d)}
      </>
    ),
    more: d.reason,
  }),
  "checkout.started": (d) => ({ title: <>Started a checkout{sum(d) ? ` of ${sum(d)}` : ""}</>, more: items(d) }),
  "checkout.abandoned": (d) => ({ title: <>Left a checkout{sum(d) ? ` of ${sum(d)}` : ""} open</>, more: items(d) }),
  "consent.changed": (d, line, zone) => ({ title: consent(d), more: evidence(d, line, zone) }),
  "consent.written-back": (d) => ({ title: <>{d.store || "The store"} was told of it</>, more: consent(d) }),
  "consent.not-written": (d) => ({ title: <>{d.store || "The store"} could not be told</>, more: d.reason }),
  "contact.created": (d) => ({ title: "Became a contact", more: d.from && `from ${d.from}` }),
  "contact.updated": (d) => ({ title: `${capital(listed(d.fields ?? ["details"]))} changed` }),
  "contact.edited": (d) => ({
    title: `${capital(listed((d.changes ?? []).map(({ field }) => field))) || "Details"} changed by hand`,
    more: d.changes?.map(({ from, to }) => `${from || "empty"} → ${to || "empty"}`).join("; "),
  }),
  "contact.imported": (d) => ({
    title: d.changes?.length
      ? `${capital(listed(d.changes.map(({ field }) => fieldName(field))))} changed`
      : "Imported again",
    more: [
      `from ${d.from ?? "an import"}`,
      ...(d.changes ?? []).map(({ from, to }) => `${from || "empty"} → ${to}`),
    ].join("; "),
  }),
  "import.undone": (d) => ({ title: `${capital(d.from ?? "the import")} was undone` }),
  "contact.deleted": () => ({ title: "Deleted", more: "hidden until the store tells something new" }),
  "contact.restored": () => ({ title: "Brought back after the deletion" }),
  "product.viewed": (d) => ({ title: <>Looked at {d.name || d.url || "a product"}</> }),
  "contact.merged": (d) => ({
    title: <>Merged with {d.other ? <b className="font-medium">{d.other}</b> : "another contact"}</>,
  }),
  "contact.gone": () => ({ title: "Left the store", more: "the store’s records no longer hold this person" }),
  "contact.returned": () => ({ title: "Came back to the store" }),
  "store.account.created": (d) => ({
    title: d.store ? `Became known to ${d.store}` : "Opened an account in the store",
  }),
  "store.account.deleted": (d) => ({
    title: d.store ? `${d.store} knows them no more` : "The account in the store was deleted",
  }),
  "contact.disabled": () => ({ title: "Disabled", more: "receives nothing, whatever its consent" }),
  "contact.enabled": () => ({ title: "Enabled again" }),
  "contact.excluded": () => ({ title: "Excluded from all lists and segments", more: "lists are kept meanwhile" }),
  "contact.included": () => ({ title: "On the lists and segments again", more: "consent is as it was" }),
  "tag.added": (d) => ({ title: <>Tagged {group(d)}</>, more: d.from && `from ${d.from}` }),
  "tag.removed": (d) => ({ title: <>Tag {group(d)} taken off</> }),
  "form.signed-up": (d) => ({ title: <>Signed up at the form {group(d)}</>, more: d.evidence && `on ${d.evidence}` }),
  "list.joined": (d) => ({ title: <>Joined the list {group(d)}</>, more: d.from && `from ${d.from}` }),
  "list.left": (d) => ({ title: <>Left the list {group(d)}</> }),
  "segment.joined": (d) => ({ title: <>Now in the segment {group(d)}</> }),
  "segment.left": (d) => ({ title: <>No longer in the segment {group(d)}</> }),
  "store-group.joined": (d) => ({ title: <>Joined the store’s group {group(d)}</> }),
  "store-group.left": (d) => ({ title: <>Left the store’s group {group(d)}</> }),
};

/** A name as a merchant gave it: in whatever script, it turns nothing around but itself. */
const group = ({ name }: Detail) => <bdi className="font-medium">{name || "without a name"}</bdi>;

function order({ number }: Detail, first = "order"): ReactNode {
  if (!number) return first === "order" ? "an order" : "An order";
  return (
    <>
      {first} <b className="font-medium">#{number}</b>
    </>
  );
}

const sum = (d: Detail) => money(d.total, d.currency);
const comma = (text: string) => (text ? `, ${text}` : "");

function money(amount: string | undefined, currency: string | undefined): string {
  return amount && /^-?\d+(\.\d+)?$/.test(amount) ? formatMoney(amount, currency ?? "") : "";
}

function items({ items = [] }: Detail): string {
  return items.map((item) => `${formatNumber(item.quantity)} × ${item.name}`).join(", ");
}

function consent({ channel = "", to, from }: Detail): string {
  const where = channelWords[channel] ?? channel;
  if (to === "subscribed") return `Subscribed to ${where.replace("Email", "email")}`;
  if (to === "unsubscribed") return `Unsubscribed from ${where.replace("Email", "email")}`;
  if (to === "pending") return `Asked to confirm ${where.replace("Email", "email")}`;
  return `${where}: ${from ?? "unknown"} → ${to ?? "unknown"}`;
}

/** Said when it was recorded another day than it was done: the two dates of a consent. */
function evidence({ method, evidence }: Detail, line: Line, zone: string): string {
  const late = line.recordedAt.getTime() - line.at.getTime() > 86_400_000;
  // The evidence of an import names it.
  const told = method === "import" && evidence ? [evidence] : [method, evidence];
  return [...told, late ? `recorded ${formatMoment(line.recordedAt, zone)}` : ""].filter(Boolean).join("; ");
}

/** A field of a contact as it is called in a sentence. */
const fieldName = (field: string) => Object.entries(fieldWords).find(([name]) => name === field)?.[1] ?? field;

function listed(names: string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "visit.started" -> "Visit started". */
function readable(kind: string): string {
  return capital(kind.replaceAll(/[._-]+/g, " "));
}
