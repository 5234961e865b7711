/** Everything a person is subscribed to, the same in the dialog over the list and on a page of its own. */
import Link from "next/link";
import { ActionButton } from "@/app/ui/action-button";
import { Line } from "@/app/ui/card";
import { ActionForm, FormSelect } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { Submit } from "@/app/ui/submit";
import { Switch } from "@/app/ui/switch";
import { Time } from "@/app/ui/values";
import { shortNameOf } from "@/app/ui/words";
import type { Subscriptions as Subscribed } from "@/lib/contacts/subscriptions";
import type { Rights } from "../row/rows";
import { excludeContactAction, joinListAction, leaveListAction } from "./actions";
import { ConsentLines } from "./consent-lines";

type Props = { of: Subscribed; org: string; zone: string; rights: Rights };

export function Subscriptions({ of, org, zone, rights }: Props) {
  const { excluded } = of;
  return (
    <div className="grid gap-4">
      {of.disabledAt ? <Note tone="stop">Disabled: receives nothing, whatever stands here.</Note> : null}
      <section aria-label="Lists" className="grid gap-4">
        <Lists of={of} org={org} zone={zone} rights={rights} />
        {rights.edit ? <Join of={of} org={org} /> : null}
      </section>
      <section aria-label="Exclusion" className="border-t pt-4">
        <Switch
          action={excludeContactAction}
          org={org}
          hidden={{ contact: of.id }}
          name="excluded"
          on={excluded !== null}
          disabled={!rights.consent}
          label="Exclude from all current and future lists and segments"
          hint="Receives nothing any more, whatever list or segment. Lists are kept and come back if you switch this off; consent does not rise."
          said={[`${shortNameOf(of)} is excluded.`, `${shortNameOf(of)} is on the lists again. Consent is as it was.`]}
        />
        {excluded ? (
          <p className="mt-1 pl-[46px] text-small text-muted">
            Excluded since <Time at={excluded.at} zone={zone} />
            {excluded.by ? ` by ${excluded.by}` : null}
          </p>
        ) : null}
      </section>
      <ConsentLines of={of} org={org} zone={zone} rights={rights} />
    </div>
  );
}

/** While somebody is excluded the lists stand here faintly: kept, and counting for nothing. */
export function Lists({ of, org, zone, rights }: Props) {
  if (of.lists.length === 0) return <p className="text-muted">On no list.</p>;
  return (
    <ul className={of.excluded ? "text-muted" : undefined}>
      {of.lists.map((list) => (
        <Line
          key={list.id}
          end={
            rights.edit ? (
              <ActionButton
                action={leaveListAction}
                org={org}
                hidden={{ contact: of.id, list: list.id }}
                look="bare"
                pending="Removing…"
                className="-my-1.5 -mr-2 h-7 px-2 text-small font-normal"
              >
                Remove<span className="sr-only"> from {list.name}</span>
              </ActionButton>
            ) : null
          }
        >
          <span className="font-medium break-words">{list.name}</span>{" "}
          <span className="ml-1 text-small text-muted">
            since <Time at={list.joinedAt} zone={zone} as="day" />
            {list.joinedBy ? `, ${list.joinedBy}` : null}
          </span>
        </Line>
      ))}
    </ul>
  );
}

export function Join({ of, org }: Pick<Props, "of" | "org">) {
  if (of.available.length === 0 && of.lists.length === 0) return <NoLists org={org} />;
  if (of.available.length === 0) return null;
  return (
    <ActionForm action={joinListAction} org={org} hidden={{ contact: of.id }} className="grid gap-2">
      <div className="grid grid-cols-[1fr_auto] items-start gap-2 [&>button]:mt-[25px]">
        <FormSelect label="Add to a list" name="list" defaultValue="">
          <option value="">Choose a list…</option>
          {of.available.map((list) => (
            <option key={list.id} value={list.id}>
              {list.name}
            </option>
          ))}
        </FormSelect>
        <Submit look="plain" pending="Adding…">
          Add
        </Submit>
      </div>
    </ActionForm>
  );
}

function NoLists({ org }: { org: string }) {
  return (
    <p className="text-small text-muted">
      There are no lists yet.{" "}
      <Link href={`/${org}/lists`} className="text-ink underline">
        Make one
      </Link>
    </p>
  );
}
