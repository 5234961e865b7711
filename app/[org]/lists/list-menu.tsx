"use client";
import { lazy } from "react";
import { RowMenu } from "@/app/ui/row-menu";
import type { Question } from "./list-choices";

const choices = () => import("./list-choices");
const Choices = lazy(choices);
const Ask = lazy(() => import("./list-questions"));

/** `members` is null while they are being counted. */
export type ListInMenu = { id: string; name: string; description: string; members: number | null };

export function ListMenu({ org, list }: { org: string; list: ListInMenu }) {
  return (
    <RowMenu<Question>
      id={list.id}
      name={list.name}
      fetch={choices}
      choices={(props) => <Choices {...props} href={`/${org}/contacts?list=${list.id}`} />}
      question={(asked, close, giveBack) => (
        <Ask org={org} list={list} asked={asked} close={close} giveBack={giveBack} />
      )}
    />
  );
}
