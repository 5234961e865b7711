"use client";
import type { ReactElement } from "react";
import { Menu, MenuAction, MenuSeparator } from "@/app/ui/menu";
import { type Kind, words } from "../bulk/words";

type Props = {
  trigger: ReactElement;
  /** Stand beside the menu where there is room, and in it where there is none. */
  shown: Kind[];
  rest: Kind[];
  ask: (kind: Kind) => void;
};

export default function MoreChoices({ trigger, shown, rest, ask }: Props) {
  const last = rest.filter((kind) => kind === "delete");
  const item = (kind: Kind) => (
    <MenuAction key={kind} onClick={() => ask(kind)}>
      {words[kind].name}
      {words[kind].final || kind === "export" ? "…" : ""}
    </MenuAction>
  );
  return (
    <Menu defaultOpen align="end" trigger={trigger}>
      <div className="md:hidden">{shown.map(item)}</div>
      {rest.filter((kind) => kind !== "delete").map(item)}
      {last.length > 0 ? <MenuSeparator /> : null}
      {last.map(item)}
    </Menu>
  );
}
