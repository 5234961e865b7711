/** What stands in a row for its menu and its dialog: plain links and buttons, which the list's one script serves. */
import { clsx } from "clsx";
import { Ellipsis, Eye } from "lucide-react";
import type { Line } from "../line";
import { beside, openAt, type Place } from "../panel/place";

const icon =
  "grid size-8 place-items-center rounded text-faint hover:bg-line hover:text-ink aria-expanded:bg-line aria-expanded:text-ink [&_svg]:size-4";

/** The eye and the menu at the row's end. */
export function RowEnd({ line: { id, short }, place }: { line: Line; place: Place }) {
  const panel = openAt(place.list, { panel: id });
  return (
    <span className="-my-1 flex justify-end gap-0.5">
      <a
        href={panel}
        data-soft={panel}
        data-opens={id}
        aria-label={`View ${short} beside the list`}
        title="View beside the list"
        className={icon}
      >
        <Eye aria-hidden />
      </a>
      <MenuButton id={id} name={short} />
    </span>
  );
}

export function MenuButton({ id, name }: { id: string; name: string }) {
  return (
    <button
      type="button"
      data-menu={id}
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={`Actions for ${name}`}
      title="Actions"
      className={icon}
    >
      <Ellipsis aria-hidden />
    </button>
  );
}

type SubscribedProps = { line: Line; count: number; excluded: boolean; org: string; place: Place };

/**
 * In how many lists somebody is; opens the subscription dialog. None while excluded (product.md, Subscription dialog).
 */
export function Subscribed({ line: { id, short }, count, excluded, org, place }: SubscribedProps) {
  return (
    <a
      href={`/${org}/contacts/${id}/subscriptions`}
      data-soft={openAt(place.list, { ...beside(place), subscriptions: id })}
      aria-label={`Subscriptions of ${short}: ${excluded ? "excluded" : count}`}
      className={clsx(
        "num -my-2 inline-block px-1 py-2 underline decoration-accent-line underline-offset-3 hover:decoration-current",
        count ? "text-accent" : "text-faint",
      )}
    >
      {count}
    </a>
  );
}
