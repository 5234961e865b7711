"use client";
import { Archive, ArchiveRestore, Copy, Pencil, Play, SquarePen, Trash2, Users } from "lucide-react";
import { Menu, MenuAction, MenuLink, MenuSeparator } from "@/app/ui/menu";
import type { ChoicesProps } from "@/app/ui/row-menu";
import { toast } from "@/app/ui/toaster";
import type { Action } from "@/lib/web/action";
import { activateSegment, duplicateSegment } from "./actions";
import type { SegmentInMenu } from "./segment-in-menu";

export type Question = "rename" | "archive" | "delete";

type Props = ChoicesProps<Question> & { org: string; segment: SegmentInMenu };

export default function SegmentChoices({ trigger, ask, org, segment }: Props) {
  const { id, state } = segment;
  const run = async (action: Action<undefined>) => {
    const outcome = await action(null, { org, segment: id });
    if (!outcome.ok) toast.error(outcome.message);
    else if (outcome.message) toast.success(outcome.message);
  };
  return (
    <Menu trigger={trigger} align="end" defaultOpen>
      <MenuLink href={`/${org}/segments/${id}/edit`}>
        <SquarePen aria-hidden /> Edit the condition
      </MenuLink>
      {state === "active" ? (
        <MenuLink href={`/${org}/contacts?segment=${id}`}>
          <Users aria-hidden /> Open as contacts
        </MenuLink>
      ) : null}
      <MenuAction onClick={() => ask("rename")}>
        <Pencil aria-hidden /> Rename…
      </MenuAction>
      <MenuAction onClick={() => void run(duplicateSegment)}>
        <Copy aria-hidden /> Duplicate
      </MenuAction>
      <MenuSeparator />
      {state === "active" ? null : (
        <MenuAction onClick={() => void run(activateSegment)}>
          {state === "archived" ? <ArchiveRestore aria-hidden /> : <Play aria-hidden />}
          {state === "archived" ? "Restore" : "Activate"}
        </MenuAction>
      )}
      {state === "archived" ? null : (
        <MenuAction onClick={() => ask("archive")}>
          <Archive aria-hidden /> Archive…
        </MenuAction>
      )}
      <MenuAction onClick={() => ask("delete")}>
        <Trash2 aria-hidden /> Delete…
      </MenuAction>
    </Menu>
  );
}
