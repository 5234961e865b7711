"use client";
/** How many are ticked and what can be done with them, or with everybody who matches. Slides in with the first tick. */
import { X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/app/ui/button";
import { LazyMenu } from "@/app/ui/lazy-menu";
import { formatNumber } from "@/lib/format";
import { type Kind, words } from "../bulk/words";
import { useChosen } from "./use-chosen";
import { useChoices, useCount } from "./use-count";

const dialog = () => import("./bulk-dialog");
const more = () => import("./more-choices");
const BulkDialog = lazy(dialog);
const MoreChoices = lazy(more);

type Props = {
  org: string;
  /** The list's query as in its address, without a cursor. */
  query: string;
  /** The page's rows, by public id. */
  ids: string[];
  /** What the member may do. */
  kinds: Kind[];
};

const first: Kind[] = ["tag", "list", "unsubscribe", "disable"];

export function SelectionBar({ org, query, ids, kinds }: Props) {
  const { chosen, clear } = useChosen(ids);
  const [whole, all] = useState<string | null>(null);
  const [asked, ask] = useState<Kind | null>(null);
  const open = chosen.length > 0;
  const { total, recount } = useCount(org, query, open);
  const choices = useChoices(org, asked !== null);
  if (!open) return null;
  // Ticked another page or another list since: it is only the ticked again.
  const place = `${query} ${chosen.join()}`;
  const everybody = whole === place;
  const count = everybody ? total : { n: chosen.length };
  const shown = first.filter((kind) => kinds.includes(kind));
  const rest = kinds.filter((kind) => !first.includes(kind));
  const finish = (begun: boolean) => {
    ask(null);
    if (begun) clear();
  };
  return (
    <>
      <div aria-hidden className="h-20 md:hidden" />
      <section
        aria-label="Selection"
        className="fixed inset-x-3 bottom-3 z-30 flex items-center gap-1.5 rounded-lg border border-line-strong bg-raised p-1.5 pl-3.5 shadow-lift transition duration-150 md:right-auto md:left-[calc(50%+108px)] md:-translate-x-1/2 starting:translate-y-3 starting:opacity-0"
      >
        <div className="flex min-w-0 items-center gap-1.5 overflow-x-auto max-md:flex-1">
          <p role="status" className="num mr-1 whitespace-nowrap">
            {everybody
              ? `All ${count === null ? "" : `${formatNumber(count.n)} `}selected`
              : `${formatNumber(chosen.length)} selected`}
          </p>
          {total !== null && total.n > chosen.length && !everybody ? (
            <button
              type="button"
              onClick={() => all(place)}
              className="num mr-1 rounded px-1 font-medium whitespace-nowrap text-accent hover:underline"
            >
              Select all {formatNumber(total.n)}
              <span className="max-md:sr-only"> that match</span>
            </button>
          ) : null}
          {shown.map((kind) => (
            <Button key={kind} onClick={() => ask(kind)} onPointerEnter={dialog} className="max-md:hidden">
              {words[kind].name}
            </Button>
          ))}
        </div>
        <LazyMenu trigger={<Button look="bare">More</Button>} fetch={more}>
          {(button) => <MoreChoices trigger={button} shown={shown} rest={rest} ask={ask} />}
        </LazyMenu>
        <Button look="bare" aria-label="Clear the selection" title="Clear (Esc)" className="px-2" onClick={clear}>
          <X aria-hidden />
        </Button>
      </section>
      <Suspense>
        {asked && choices ? (
          <BulkDialog
            kind={asked}
            org={org}
            meant={{ all: everybody, query, contacts: chosen }}
            count={count}
            choices={choices}
            recount={recount}
            close={finish}
          />
        ) : null}
      </Suspense>
    </>
  );
}
