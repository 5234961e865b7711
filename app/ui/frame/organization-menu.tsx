"use client";
import { ChevronDown } from "lucide-react";
import { lazy } from "react";
import { LazyMenu } from "../lazy-menu";

export type Choice = { slug: string; name: string };

const choices = () => import("./organization-choices");
const Choices = lazy(choices);

export function OrganizationMenu({ name, others }: { name: string; others: Choice[] }) {
  const trigger = (
    <button type="button" className="mb-2 flex items-center gap-2 rounded px-2 py-1.5 font-semibold hover:bg-hover">
      <Initial name={name} />
      <span className="truncate">{name}</span>
      <ChevronDown aria-hidden className="ml-auto size-3.5 shrink-0 text-faint" />
      <span className="sr-only">Change organization</span>
    </button>
  );
  return (
    <LazyMenu trigger={trigger} fetch={choices}>
      {(button) => <Choices trigger={button} others={others} />}
    </LazyMenu>
  );
}

export function Initial({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="grid size-[22px] shrink-0 place-items-center rounded bg-accent text-small font-semibold text-accent-text"
    >
      {[...name][0]?.toUpperCase()}
    </span>
  );
}
