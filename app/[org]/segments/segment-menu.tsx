"use client";
import { lazy } from "react";
import { RowMenu } from "@/app/ui/row-menu";
import type { Question } from "./segment-choices";
import type { SegmentInMenu } from "./segment-in-menu";

const choices = () => import("./segment-choices");
const Choices = lazy(choices);
const Ask = lazy(() => import("./segment-questions"));

/** `leads`: the page is the segment's own, which ends with it. */
export function SegmentMenu({ org, segment, leads }: { org: string; segment: SegmentInMenu; leads?: boolean }) {
  return (
    <RowMenu<Question>
      id={segment.id}
      name={segment.name}
      fetch={choices}
      choices={(props) => <Choices {...props} org={org} segment={segment} />}
      question={(asked, close, giveBack) => (
        <Ask org={org} segment={segment} asked={asked} close={close} giveBack={giveBack} leads={leads} />
      )}
    />
  );
}
