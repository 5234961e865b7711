"use client";
import { LogOut, Monitor, Moon, Sun } from "lucide-react";
import { startTransition } from "react";
import { Menu, MenuAction, MenuHeading, MenuSeparator } from "../menu";
import { setTheme } from "./use-theme";

export function MemberMenu({ name, email, signOut }: { name: string; email: string; signOut: () => Promise<unknown> }) {
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`${name}: your menu`}
          title={name}
          className="grid size-[22px] shrink-0 place-items-center rounded bg-info text-small font-semibold text-bg"
        >
          {[...name][0]?.toUpperCase()}
        </button>
      }
    >
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
