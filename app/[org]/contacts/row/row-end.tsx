/** What stands in a row for its menu and its dialog: plain links and buttons, which the list's one script serves. */
import { clsx } from "clsx";
import { Ellipsis, Eye } from "lucide-react";
import { shortNameOf } from "@/app/ui/words";
import type { Row } from "@/lib/contacts/directory";
import { openAt, type Place } from "../panel/place";
import { beside } from "./row-actions";

const icon =
  "grid size-8 place-items-center rounded text-faint hover:bg-line hover:text-ink aria-expanded:bg-line aria-expanded:text-ink [&_svg]:size-4";

/** The eye and the menu at the row's end. */
export function RowEnd({ row, place }: { row: Row; place: Place }) {
  const panel = openAt(place.list, { panel: row.id });
  const name = shortNameOf(row);
  return (
    <span className="-my-1 flex justify-end gap-0.5">
      <a
        href={panel}
        data-soft={panel}
        data-opens={row.id}
        aria-label={`View ${name} beside the list`}
        title="View beside the list"
        className={icon}
      >
        <Eye aria-hidden />
      </a>
      <MenuButton row={row} />
    </span>
  );
}

export function MenuButton({ row }: { row: Row }) {
  return (
    <button
      type="button"
      data-menu={row.id}
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={`Actions for ${shortNameOf(row)}`}
      title="Actions"
      className={icon}
    >
      <Ellipsis aria-hidden />
    </button>
  );
}

/** In how many lists somebody is; opens the subscription dialog. None while excluded (product.md, Subscription dialog). */
export function Subscribed({ row, org, place }: { row: Row; org: string; place: Place }) {
  return (
    <a
      href={`/${org}/contacts/${row.id}/subscriptions`}
      data-soft={openAt(place.list, { ...beside(place), subscriptions: row.id })}
      aria-label={`Subscriptions of ${shortNameOf(row)}: ${row.excludedAt ? "excluded" : row.lists}`}
      className={clsx(
        "num -my-2 inline-block px-1 py-2 underline decoration-accent-line underline-offset-3 hover:decoration-current",
        row.lists ? "text-accent" : "text-faint",
      )}
    >
      {row.lists}
    </a>
  );
}
