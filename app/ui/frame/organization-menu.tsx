"use client";
import { ChevronDown } from "lucide-react";
import { lazy } from "react";
import { LazyMenu } from "../lazy-menu";
import { Initial } from "./initial";
import type { Choice } from "./organization-choices";

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
