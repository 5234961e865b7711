"use client";
import { LogOut, Monitor, Moon, Sun } from "lucide-react";
import { type ReactElement, startTransition } from "react";
import { Menu, MenuAction, MenuHeading, MenuSeparator } from "../menu";
import type { Member } from "./member-menu";
import { setTheme } from "./use-theme";

export default function MemberChoices({ trigger, name, email, signOut }: Member & { trigger: ReactElement }) {
  return (
    <Menu defaultOpen align="end" trigger={trigger}>
      <div className="px-2.5 py-1.5">
        <div className="truncate font-medium">{name}</div>
        <div className="truncate text-small text-muted">{email}</div>
      </div>
      <MenuSeparator />
      <MenuHeading>Theme</MenuHeading>
      <MenuAction keepOpen onClick={() => setTheme("system")}>
        <Monitor aria-hidden /> As the system
      </MenuAction>
      <MenuAction keepOpen onClick={() => setTheme("light")}>
        <Sun aria-hidden /> Light
      </MenuAction>
      <MenuAction keepOpen onClick={() => setTheme("dark")}>
        <Moon aria-hidden /> Dark
      </MenuAction>
      <MenuSeparator />
      <MenuAction onClick={() => startTransition(async () => void (await signOut()))}>
        <LogOut aria-hidden /> Sign out
      </MenuAction>
    </Menu>
  );
}
