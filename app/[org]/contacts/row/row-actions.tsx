/** What the rows of the list can do, given once for all of them. */
import type { ReactNode } from "react";
import { shortNameOf, standingOf } from "@/app/ui/words";
import type { Row } from "@/lib/contacts/directory";
import { may } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";
import { beside, openAt, type Place } from "../panel/place";
import { type MenuRow, type Rights, Rows } from "./rows";

type Props = { ctx: Ctx; org: string; rows: Row[]; place: Place; children: ReactNode };

export function RowActions({ ctx, org, rows, place, children }: Props) {
  return (
    <Rows rows={rows.map(menuRow)} org={org} list={openAt(place.list, beside(place))} rights={rightsOf(ctx)}>
      {children}
    </Rows>
  );
}

export function rightsOf(ctx: Ctx): Rights {
  return { edit: may(ctx, "contacts.edit"), consent: may(ctx, "contacts.consent") };
}

function menuRow(row: Row): MenuRow {
  const unsubscribed = {
    emailConsent: "unsubscribed",
    smsConsent: "unsubscribed",
    pushConsent: "unsubscribed",
  } as const;
  const channels = [
    { reachable: row.email !== null, state: row.emailConsent },
    { reachable: row.phone !== null, state: row.smsConsent },
    { reachable: row.pushId !== null, state: row.pushConsent },
  ];
  return {
    id: row.id,
    name: shortNameOf(row),
    disabled: row.disabledAt !== null,
    leaves: channels.some(({ reachable, state }) => (reachable || state !== "never") && state !== "unsubscribed"),
    now: standingOf(row),
    turned: standingOf({ ...row, disabledAt: row.disabledAt ? null : "now" }),
    left: standingOf({ ...row, ...unsubscribed }),
  };
}
