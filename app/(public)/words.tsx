/** Parts that the pages for a merchant's customers share. */
import type { ReactNode } from "react";
import { FormSelect } from "@/app/ui/form";
import { reasons } from "@/lib/preferences/choose";
import type { Speaker } from "./speaker";

/** What a link's page must never be: found, kept, framed, or told to the site one goes to next. */
export const closed = { robots: { index: false, follow: false }, referrer: "same-origin" } as const;

/** Who speaks: the store, and the organization where it is called otherwise. */
export function Sender({ store, organization }: { store: string; organization: string }) {
  return (
    <p className="border-b pt-4 pb-4 font-semibold sm:pt-12" dir="auto">
      {store}
      {organization === store ? null : <span className="font-normal text-muted"> · {organization}</span>}
    </p>
  );
}

/** A merchant's own words: as typed, in whatever direction they are read, and never as HTML. */
export function Words({ children, className = "" }: { children: ReactNode; className?: string }) {
  return (
    <p dir="auto" className={`break-words whitespace-pre-line ${className}`}>
      {children}
    </p>
  );
}

export function Reason({ say }: { say: Speaker["say"] }) {
  return (
    <FormSelect label={say("Would you tell why? (optional)")} name="reason" defaultValue="">
      <option value="">{say("No reason")}</option>
      {reasons.map((reason) => (
        <option key={reason} value={reason}>
          {say(reason)}
        </option>
      ))}
    </FormSelect>
  );
}
