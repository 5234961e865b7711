/**
 * Puts the selection under a list: the form its boxes belong to, the bar, and what serves instead of it before scripts.
 */
import Link from "next/link";
import { buttonClass } from "@/app/ui/button";
import { traits } from "@/lib/bulk/kinds";
import { type Query, writeQuery } from "@/lib/contacts/directory/params";
import { may } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";
import { addressFor } from "../bulk/selected";
import { type Kind, kinds } from "../bulk/words";
import { selectionForm } from "./boxes";
import { SelectionBar } from "./selection-bar";

/** What the member may do to contacts of a selection; nothing for a viewer, who sees no boxes then. */
export const kindsFor = (ctx: Ctx): Kind[] => kinds.filter((kind) => may(ctx, traits[kind].permission));

export function Selection({ ctx, org, query, ids }: { ctx: Ctx; org: string; query: Query; ids: string[] }) {
  const allowed = kindsFor(ctx);
  if (allowed.length === 0) return null;
  const list = writeQuery({ ...query, cursor: null }).toString();
  const page = `/${org}/contacts/bulk/new`;
  return (
    <>
      <form id={selectionForm} action={page} className="contents">
        <noscript>
          <div className="flex flex-wrap items-center gap-3 border-t px-4 py-2.5 md:px-6">
            <button type="submit" className={buttonClass()}>
              With those selected…
            </button>
            <Link href={`${page}?${addressFor({ all: true, query: list, contacts: [] })}`}>With all that match…</Link>
          </div>
        </noscript>
      </form>
      <SelectionBar org={org} query={list} ids={ids} kinds={allowed} />
    </>
  );
}
