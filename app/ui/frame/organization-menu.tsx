"use client";
import { ChevronDown, Plus } from "lucide-react";
import { Menu, MenuHeading, MenuLink, MenuSeparator } from "../menu";

export type Choice = { slug: string; name: string };

export function OrganizationMenu({ name, others }: { name: string; others: Choice[] }) {
  return (
    <Menu
      trigger={
        <button type="button" className="mb-2 flex items-center gap-2 rounded px-2 py-1.5 font-semibold hover:bg-hover">
          <Initial name={name} />
          <span className="truncate">{name}</span>
          <ChevronDown aria-hidden className="ml-auto size-3.5 shrink-0 text-faint" />
          <span className="sr-only">Change organization</span>
        </button>
      }
    >
      {others.length > 0 ? <MenuHeading>Go to</MenuHeading> : null}
      {others.map((other) => (
        <MenuLink key={other.slug} href={`/${other.slug}`}>
          <Initial name={other.name} />
          {other.name}
        </MenuLink>
      ))}
      {others.length > 0 ? <MenuSeparator /> : null}
      <MenuLink href="/new">
        <Plus aria-hidden />
        New organization
      </MenuLink>
    </Menu>
  );
}

function Initial({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="grid size-[22px] shrink-0 place-items-center rounded bg-accent text-small font-semibold text-accent-text"
    >
      {[...name][0]?.toUpperCase()}
    </span>
  );
}
