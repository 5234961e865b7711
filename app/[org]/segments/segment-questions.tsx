"use client";
import Link from "next/link";
import { Button } from "@/app/ui/button";
import { Dialog, DialogClose } from "@/app/ui/dialog";
import { DialogForm } from "@/app/ui/dialog-form";
import { FormField } from "@/app/ui/form";
import { mainAction } from "@/app/ui/row-menu";
import { formatNumber } from "@/lib/format";
import { archiveSegment, deleteSegment, deleteShownSegment, renameSegment } from "./actions";
import type { Question } from "./segment-choices";
import type { SegmentInMenu } from "./segment-in-menu";

type Props = {
  org: string;
  segment: SegmentInMenu;
  asked: Question;
  close: () => void;
  giveBack: () => HTMLElement | null;
  leads?: boolean | undefined;
};

export default function SegmentQuestions(props: Props) {
  if (props.asked === "rename") return <Rename {...props} />;
  const holding = props.segment.usedBy.filter(({ state }) => state !== "archived");
  if (holding.length > 0) return <InUse {...props} holding={holding} />;
  return props.asked === "archive" ? <Archive {...props} /> : <Delete {...props} />;
}

function Rename({ org, segment, close, giveBack }: Props) {
  return (
    <DialogForm
      title="Rename the segment"
      action={renameSegment}
      org={org}
      hidden={{ segment: segment.id }}
      verb="Save"
      pending="Saving…"
      onClose={close}
      giveBack={giveBack}
    >
      <FormField label="Name" name="name" dir="auto" defaultValue={segment.name} autoComplete="off" required />
      <FormField
        label="Description"
        name="description"
        dir="auto"
        defaultValue={segment.description}
        autoComplete="off"
        hint="Optional. What it is for, for you and your colleagues."
      />
    </DialogForm>
  );
}

function Archive({ org, segment, close, giveBack }: Props) {
  return (
    <DialogForm
      title={`Archive segment “${segment.name}”`}
      action={archiveSegment}
      org={org}
      hidden={{ segment: segment.id }}
      verb={`Archive “${segment.name}”`}
      pending="Archiving…"
      onClose={close}
      giveBack={giveBack}
    >
      <p>
        {leaving(segment)} Its condition and its history stay, and whoever meets it is in it again once you restore it.
      </p>
    </DialogForm>
  );
}

function Delete({ org, segment, close, leads }: Props) {
  const archived = segment.usedBy.map(({ name }) => `“${name}”`).join(", ");
  return (
    <DialogForm
      title={`Delete segment “${segment.name}”`}
      action={leads ? deleteShownSegment : deleteSegment}
      org={org}
      hidden={{ segment: segment.id }}
      verb={`Delete “${segment.name}”`}
      pending="Deleting…"
      look="stop"
      onClose={close}
      giveBack={mainAction}
    >
      <p>
        {leaving(segment)} No contact is deleted, and timelines go on naming the segment. This cannot be undone; archive
        it to keep its condition.
      </p>
      {archived ? <p>Archived segments that name it can then not be restored as they are: {archived}.</p> : null}
    </DialogForm>
  );
}

/** What another segment follows from cannot end: nobody would know who is in that one. */
function InUse({ org, segment, asked, close, giveBack, holding }: Props & { holding: SegmentInMenu["usedBy"] }) {
  return (
    <Dialog
      title={`“${segment.name}” is in use`}
      open
      onOpenChange={(open) => open || close()}
      giveBack={giveBack}
      footer={<DialogClose render={<Button>Close</Button>} />}
    >
      <p>
        {holding.length === 1 ? "A segment names it" : `${holding.length} segments name it`} in the condition. Change{" "}
        {holding.length === 1 ? "that one" : "those"} first, then {asked} this one.
      </p>
      <ul className="grid gap-1">
        {holding.map(({ id, name }) => (
          <li key={id}>
            <Link href={`/${org}/segments/${id}`} className="font-medium hover:underline">
              <bdi>{name}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function leaving({ state, size }: SegmentInMenu): string {
  if (state !== "active" || size === 0) return "Nobody is in it.";
  return size === 1 ? "1 person leaves it." : `${formatNumber(size)} people leave it.`;
}
