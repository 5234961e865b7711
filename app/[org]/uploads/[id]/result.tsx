/** What came of an import: exact figures, each with where to see it. */
import Link from "next/link";
import type { ReactNode } from "react";
import { Button, buttonClass, LinkButton } from "@/app/ui/button";
import { Card, Fact, Facts } from "@/app/ui/card";
import { DialogForm } from "@/app/ui/dialog-form";
import { Figure, Figures } from "@/app/ui/figures";
import { Note } from "@/app/ui/note";
import { Count, Time } from "@/app/ui/values";
import { platformName } from "@/app/ui/words";
import { formatDuration, formatNumber, plural } from "@/lib/format";
import type { ImportView } from "@/lib/imports/imports";
import { undoImport } from "../actions";
import { figureWords, kindWords, sizeOf } from "../words";

type Props = {
  org: string;
  upload: ImportView;
  zone: string;
  edit: boolean;
  /** The member may take people’s data along. */
  take: boolean;
};

export function Result({ org, upload, zone, edit, take }: Props) {
  const { counts, state, id, error, kind } = upload;
  const { fresh, known } = figureWords[kind];
  const brought = kind === "contacts" && !upload.undo ? `/${org}/contacts?from=${id}` : null;
  return (
    <>
      {state === "failed" ? <Note tone="stop">{error} What was imported until then stays.</Note> : null}
      {state === "cancelled" ? (
        <Note>
          Cancelled after {plural(counts.rows, "row")}. What was imported until then stays
          {upload.canUndo ? ", and can be undone" : ""}.
        </Note>
      ) : null}
      {upload.undo ? <Undone upload={upload} zone={zone} /> : null}
      <Figures label="Result">
        <Figure value={<Seen value={counts.loaded} at={brought} />}>
          {kind === "contacts" ? `loaded, ${fresh}` : fresh}
        </Figure>
        {kind === "suppressed" ? null : <Figure value={<Count value={counts.updated} />}>updated</Figure>}
        <Figure value={<Count value={counts.known} />}>{known}</Figure>
        {kind === "contacts" ? (
          <Figure value={<Count value={counts.keptUnsubscribed} />}>kept unsubscribed</Figure>
        ) : null}
        <Figure value={<Count value={counts.repeated} />}>repeated in the file</Figure>
        <Figure value={<Seen value={counts.rejected} at={`/${org}/uploads/${id}/rejects`} />}>rejected</Figure>
      </Figures>
      {counts.rejected > 0 ? <Rejected org={org} upload={upload} edit={edit && upload.canMend} take={take} /> : null}
      <Card
        title="This import"
        aside={
          upload.canUndo && edit ? (
            <DialogForm
              trigger={<Button>Undo the import</Button>}
              title="Undo the import"
              action={undoImport}
              org={org}
              hidden={{ import: id }}
              verb={kind === "contacts" && counts.loaded > 0 ? `Remove ${plural(counts.loaded, "contact")}` : "Undo it"}
              pending="Starting…"
              look="stop"
            >
              <p>{whatUndoDoes(kind, counts.loaded + counts.updated > 0)}</p>
            </DialogForm>
          ) : null
        }
      >
        <Told upload={upload} zone={zone} org={org} />
      </Card>
    </>
  );
}

function whatUndoDoes(kind: ImportView["kind"], changed: boolean): string {
  if (kind === "suppressed") {
    return "Addresses that it suppressed may be written to again, except those that another list or a member named too.";
  }
  return changed
    ? "What it added is removed and what it changed is put back, except where something newer has come since."
    : "It changed nobody, so nothing is put back. Undone, it no longer speaks for the people it found: who is here only by an earlier import goes once that one is undone.";
}

/** A figure, leading to those it counts. */
function Seen({ value, at }: { value: number; at: string | null }) {
  if (value === 0 || at === null) return <Count value={value} />;
  return (
    <Link href={at} prefetch={false} className="underline decoration-line-strong underline-offset-4">
      <Count value={value} />
    </Link>
  );
}

function Rejected({ org, upload, edit, take }: Omit<Props, "zone">) {
  const one = upload.counts.rejected === 1;
  const them = one ? "it" : "them";
  const base = `/${org}/uploads/${upload.id}/rejects`;
  return (
    <Note
      tone="wait"
      action={
        <span className="flex flex-wrap gap-2">
          <LinkButton href={base}>{edit ? `See and mend ${them}` : `See ${them}`}</LinkButton>
          {take ? (
            <a href={`${base}/file`} download className={buttonClass()}>
              Download
            </a>
          ) : null}
        </span>
      }
    >
      {plural(upload.counts.rejected, "row")} could not be taken. Nothing of {them} is lost: {one ? "it" : "each"} says
      why.
    </Note>
  );
}

function Undone({ upload, zone }: { upload: ImportView; zone: string }) {
  const { undo, state } = upload;
  if (!undo) return null;
  const done = `${formatNumber(undo.removed)} removed, ${formatNumber(undo.restored)} put back as they were.`;
  return (
    <Note>
      {state === "undoing" ? "Being undone" : "Undone"} by {undo.by}, <Time at={undo.askedAt} zone={zone} />
      {state === "undoing" ? "." : `: ${done}`} What something newer vouches for stays.
    </Note>
  );
}

function Told({ upload, zone, org }: { upload: ImportView; zone: string; org: string }): ReactNode {
  const { store, by, askedAt, startedAt, finishedAt, kind, options } = upload;
  const seconds = startedAt && finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1000 : null;
  return (
    <Facts>
      <Fact name="By">
        {by}, <Time at={askedAt} zone={zone} />
      </Fact>
      <Fact name="Kind">{kindWords[kind].name}</Fact>
      <Fact name="Store">
        <Link href={`/${org}/stores/${store.id}`} className="underline underline-offset-3">
          {platformName(store.platform)} · {store.name}
        </Link>
      </Fact>
      <Fact name="File">
        <span className="num">{[sizeOf(upload.size), ...rowsOf(upload)].join(", ")}</span>
      </Fact>
      {kind === "contacts" ? (
        <Fact name="Known contacts">{options.known === "update" ? "Brought up to date" : "Left as they were"}</Fact>
      ) : null}
      {options.tags.length > 0 ? <Fact name="Tags for all">{options.tags.join(", ")}</Fact> : null}
      {options.lists.length > 0 ? <Fact name="Lists for all">{options.lists.join(", ")}</Fact> : null}
      {seconds !== null && (upload.state === "done" || upload.state === "cancelled") ? (
        <Fact name="Took">{formatDuration(seconds)}</Fact>
      ) : null}
    </Facts>
  );
}

/** How many rows the file has, once that is known: of a whole run, else of the check before it. */
function rowsOf({ state, counts, checked }: ImportView): string[] {
  const rows = state === "done" ? counts.rows : checked?.rows;
  return rows === undefined ? [] : [plural(rows, "row")];
}
