"use client";
/** What is asked before something is done to many contacts: what exactly, what follows, and the exact number. */
import type { ReactNode } from "react";
import { Button } from "@/app/ui/button";
import { ActionForm } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import type { Action } from "@/lib/web/action";
import { type Choices, Fields } from "./fields";
import { type Kind, verbOf, words } from "./words";

export type Meant = { all: boolean; query: string; contacts: string[] };

/** How many, and when it was counted. */
export type Counted = { n: number; at?: string };

export function BulkForm({
  kind,
  org,
  meant,
  count,
  choices,
  action,
  children,
}: {
  kind: Kind;
  org: string;
  meant: Meant;
  /** Null while it is being counted. */
  count: Counted | null;
  choices: Choices;
  action: Action<undefined>;
  /** Beside the button. */
  children?: ReactNode;
}) {
  const { consequence, final } = words[kind];
  const { n, at } = count ?? { n: 0 };
  const said = { kind, all: meant.all ? "on" : "", query: meant.query, expected: String(n) };
  const hidden = meant.all && at ? { ...said, at } : said;
  return (
    <ActionForm action={action} org={org} hidden={hidden} aria-label={words[kind].name}>
      {meant.all ? null : meant.contacts.map((id) => <input key={id} type="hidden" name="contacts" value={id} />)}
      <Fields kind={kind} choices={choices} />
      {consequence ? <p className={final ? undefined : "text-muted"}>{consequence}</p> : null}
      <div className="flex justify-end gap-2">
        {children}
        {count === null ? (
          <Button look={final ? "stop" : "go"} disabled>
            Counting…
          </Button>
        ) : (
          <Submit pending="Starting…" look={final ? "stop" : "go"}>
            <span className="num">{verbOf(kind, n)}</span>
          </Submit>
        )}
      </div>
    </ActionForm>
  );
}
