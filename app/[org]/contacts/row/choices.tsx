"use client";
/** What can be done with one row. */
import { Ban, CircleCheck, Eye, ListChecks, MailX, Tag, Trash2, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { Menu, MenuAction, MenuLink, MenuSeparator } from "@/app/ui/menu";
import { type Open, openAt } from "../panel/place";
import type { Question, Rights, Turn } from "./rows";
import { switching } from "./switching";
import type { Spot } from "./use-spots";

type Props = {
  spot: Spot;
  org: string;
  list: string;
  rights: Rights;
  turn: Turn;
  ask: (question: Question) => void;
  close: () => void;
};

export default function Choices({ spot, org, list, rights, turn, ask, close }: Props) {
  const router = useRouter();
  const { row, button, anchor } = spot;
  const go = (open: Open) => router.push(openAt(list, open), { scroll: false });
  const disable = switching(org, row, turn);
  return (
    <Menu defaultOpen align="end" anchor={anchor} onClose={close} giveBack={() => button}>
      <MenuLink href={`/${org}/contacts/${row.id}`}>
        <UserRound aria-hidden /> View
      </MenuLink>
      <MenuAction onClick={() => go({ panel: row.id })}>
        <Eye aria-hidden /> View beside the list
      </MenuAction>
      <MenuAction onClick={() => go({ subscriptions: row.id })}>
        <ListChecks aria-hidden /> Subscriptions
      </MenuAction>
      {rights.edit ? (
        <MenuAction onClick={() => go({ tags: row.id })}>
          <Tag aria-hidden /> Add or remove tags
        </MenuAction>
      ) : null}
      {rights.edit || rights.consent ? <MenuSeparator /> : null}
      {rights.consent && row.leaves ? (
        <MenuAction onClick={() => ask("unsubscribe")}>
          <MailX aria-hidden /> Unsubscribe…
        </MenuAction>
      ) : null}
      {rights.edit ? (
        <MenuAction onClick={disable}>
          {row.disabled ? <CircleCheck aria-hidden /> : <Ban aria-hidden />}
          {row.disabled ? "Enable" : "Disable"}
        </MenuAction>
      ) : null}
      {rights.edit ? (
        <MenuAction onClick={() => ask("delete")}>
          <Trash2 aria-hidden /> Delete…
        </MenuAction>
      ) : null}
    </Menu>
  );
}
