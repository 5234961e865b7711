"use client";
import { DialogForm } from "@/app/ui/dialog-form";
import { mainAction } from "@/app/ui/row-menu";
import { plural } from "@/lib/format";
import { deleteList, renameList } from "./actions";
import type { Question } from "./list-choices";
import type { ListInMenu } from "./list-menu";
import { ListFields } from "./new-list";

type Props = {
  org: string;
  list: ListInMenu;
  asked: Question;
  close: () => void;
  giveBack: () => HTMLElement | null;
};

export default function ListQuestions({ org, list, asked, close, giveBack }: Props) {
  const it = { org, hidden: { list: list.id }, onClose: close };
  if (asked === "edit") {
    return (
      <DialogForm {...it} giveBack={giveBack} title="Rename the list" action={renameList} verb="Save" pending="Saving…">
        <ListFields name={list.name} description={list.description} />
      </DialogForm>
    );
  }
  return (
    <DialogForm
      {...it}
      giveBack={mainAction}
      title={`Delete list “${list.name}”`}
      action={deleteList}
      verb={`Delete “${list.name}”`}
      pending="Deleting…"
      look="stop"
    >
      <p>{leaving(list.members)} Nobody’s consent changes and no contact is deleted. This cannot be undone.</p>
    </DialogForm>
  );
}

function leaving(members: number | null): string {
  if (members === null) return "Whoever is on it leaves it.";
  if (members === 0) return "Nobody is on it.";
  return members === 1 ? "1 member leaves it." : `${plural(members, "member")} leave it.`;
}
