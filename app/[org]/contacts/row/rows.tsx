"use client";
/** The rows' menus: one for all of them, under each row's button and at a click with the right one. */
import { lazy, type ReactNode, Suspense, useOptimistic, useRef, useState } from "react";
import { type Standing, Standings } from "./turned";
import { type Spot, useSpots } from "./use-spots";

const choices = () => import("./choices");
const Choices = lazy(choices);
const Ask = lazy(() => import("./ask"));

export type Question = "unsubscribe" | "delete";

/** What somebody may do to contacts. */
export type Rights = { edit: boolean; consent: boolean };

/** What the menu needs to know of a row; `turned` and `left` are its standing once it is switched or unsubscribed. */
export type MenuRow = {
  id: string;
  name: string;
  disabled: boolean;
  /** Whether there is a channel to be unsubscribed from. */
  leaves: boolean;
  now: Standing;
  turned: Standing;
  left: Standing;
};

/** Shows a row as it will be until the server's answer is there. */
export type Turn = (change: [id: string, next: Partial<MenuRow>]) => void;

type Props = { rows: MenuRow[]; org: string; list: string; rights: Rights; children: ReactNode };

/** `list` is the list's address with what stands beside it. */
export function Rows({ rows, org, list, rights, children }: Props) {
  const [menu, open] = useState<Spot | null>(null);
  const [asked, ask] = useState<{ spot: Spot; question: Question } | null>(null);
  const [changes, turn] = useOptimistic<Record<string, Partial<MenuRow>>, Parameters<Turn>[0]>(
    {},
    (now, [id, next]) => {
      return { ...now, [id]: { ...now[id], ...next } };
    },
  );
  const standings = Object.fromEntries(Object.entries(changes).map(([id, { now }]) => [id, now]));
  const ground = useRef<HTMLDivElement>(null);
  useSpots(ground, rows, open, choices);
  return (
    <div ref={ground} className="contents">
      <Standings value={standings}>{children}</Standings>
      <Suspense>
        {menu ? (
          <Choices
            key={menu.place}
            spot={{
              ...menu,
              row: { ...(rows.find(({ id }) => id === menu.row.id) ?? menu.row), ...changes[menu.row.id] },
            }}
            org={org}
            list={list}
            rights={rights}
            turn={turn}
            ask={(question) => ask({ spot: menu, question })}
            close={() => open(null)}
          />
        ) : null}
        {asked ? <Ask {...asked} org={org} turn={turn} close={() => ask(null)} /> : null}
      </Suspense>
    </div>
  );
}
