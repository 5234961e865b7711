"use client";
import { Pencil, Trash2, Users } from "lucide-react";
import { Menu, MenuAction, MenuLink, MenuSeparator } from "@/app/ui/menu";
import type { ChoicesProps } from "@/app/ui/row-menu";

export type Question = "edit" | "delete";

export default function ListChoices({ trigger, ask, href }: ChoicesProps<Question> & { href: string }) {
  return (
    <Menu trigger={trigger} align="end" defaultOpen>
      <MenuLink href={href}>
        <Users aria-hidden /> Show its members
      </MenuLink>
      <MenuAction onClick={() => ask("edit")}>
        <Pencil aria-hidden /> Rename…
      </MenuAction>
      <MenuSeparator />
      <MenuAction onClick={() => ask("delete")}>
        <Trash2 aria-hidden /> Delete…
      </MenuAction>
    </Menu>
  );
}
