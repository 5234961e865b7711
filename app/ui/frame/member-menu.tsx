"use client";
import { lazy } from "react";
import { LazyMenu } from "../lazy-menu";

export type Member = { name: string; email: string; signOut: () => Promise<unknown> };

const choices = () => import("./member-choices");
const Choices = lazy(choices);

export function MemberMenu(member: Member) {
  const { name } = member;
  const trigger = (
    <button
      type="button"
      aria-label={`${name}: your menu`}
      title={name}
      className="grid size-[1.375rem] shrink-0 place-items-center rounded bg-info text-small font-semibold text-bg"
    >
      {[...name][0]?.toUpperCase()}
    </button>
  );
  return (
    <LazyMenu trigger={trigger} fetch={choices}>
      {(button) => <Choices trigger={button} {...member} />}
    </LazyMenu>
  );
}
