"use client";
import { lazy } from "react";
import { RowMenu } from "@/app/ui/row-menu";
import type { Question } from "./tag-choices";

const choices = () => import("./tag-choices");
const Choices = lazy(choices);
const Ask = lazy(() => import("./tag-questions"));

/** `contacts` is null while they are being counted. */
export type TagInMenu = { id: string; name: string; colour: string; contacts: number | null };

export function TagMenu({ org, tag }: { org: string; tag: TagInMenu }) {
  return (
    <RowMenu<Question>
      id={tag.id}
      name={tag.name}
      fetch={choices}
      choices={(props) => <Choices {...props} org={org} tag={tag} />}
      question={(asked, close, giveBack) => <Ask org={org} tag={tag} asked={asked} close={close} giveBack={giveBack} />}
    />
  );
}
