"use client";
import { Plus } from "lucide-react";
import type { ReactElement } from "react";
import { Menu, MenuHeading, MenuLink, MenuSeparator } from "../menu";
import { Initial } from "./initial";

export type Choice = { slug: string; name: string };

export default function OrganizationChoices({ trigger, others }: { trigger: ReactElement; others: Choice[] }) {
  return (
    <Menu defaultOpen trigger={trigger}>
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
