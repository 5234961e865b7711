/** Saved views: as tabs over the list, and the little menu that saves, updates, renames and deletes one. */
import { Bookmark } from "lucide-react";
import { ActionButton } from "@/app/ui/action-button";
import { buttonClass } from "@/app/ui/button";
import { Disclosure } from "@/app/ui/disclosure";
import { ActionForm, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { Tabs } from "@/app/ui/tabs";
import type { ColumnName } from "@/lib/contacts/directory/columns";
import { addressOf, isSame, type Query, readQuery, searchParamsOf, writeQuery } from "@/lib/contacts/directory/params";
import type { View } from "@/lib/contacts/directory/views";
import { deleteViewAction, renameViewAction, saveViewAction, updateViewAction } from "./actions";

export function ViewTabs({ org, views, view }: { org: string; views: View[]; view: View | null }) {
  if (views.length === 0) return null;
  const base = `/${org}/contacts`;
  const href = (one: View) => addressOf(base, queryOf(one));
  const tabs = [{ href: base, name: "All contacts" }, ...views.map((one) => ({ href: href(one), name: one.name }))];
  return (
    <div className="-mb-1 shrink-0">
      <Tabs label="Views" here={view ? href(view) : base} tabs={tabs} />
    </div>
  );
}

type Props = { org: string; query: Query; view: View | null; columns: ColumnName[] };

export function ViewMenu({ org, query, view, columns }: Props) {
  const shown = { query: writeQuery({ ...query, cursor: null, view: null }).toString() };
  const changed = view ? !isSame(query, queryOf(view)) : false;
  const word = view ? (changed ? "View · changed" : "View") : "Save view";
  return (
    <Disclosure key={view?.id ?? "none"} className={buttonClass("bare", "px-2")} summary={<Word>{word}</Word>}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {view && changed ? (
          <ActionForm action={updateViewAction} org={org} hidden={{ view: view.id, ...shown }} aria-label="Update view">
            <Columns names={columns} />
            <Submit pending="Updating…" className="w-full">
              <span className="min-w-0 truncate">Update “{view.name}”</span>
            </Submit>
          </ActionForm>
        ) : null}
        <ActionForm action={saveViewAction} org={org} hidden={shown} className="grid gap-2" aria-label="Save view">
          <Columns names={columns} />
          <FormField
            name="name"
            data-first={view ? undefined : true}
            label={view ? "Save as another view" : "Name of the view"}
            maxLength={60}
            autoComplete="off"
            hint={view ? undefined : "Filters, search, order and columns are kept. Only you see it."}
          />
          <Submit pending="Saving…" look={view ? "plain" : "go"}>
            Save view
          </Submit>
        </ActionForm>
        {view ? <Existing org={org} view={view} /> : null}
      </div>
    </Disclosure>
  );
}

function Existing({ org, view }: { org: string; view: View }) {
  return (
    <>
      <ActionForm
        key={view.name}
        action={renameViewAction}
        org={org}
        hidden={{ view: view.id }}
        className="grid gap-2 border-t pt-3"
        aria-label="Rename view"
      >
        <FormField name="name" label="Rename" defaultValue={view.name} maxLength={60} autoComplete="off" />
        <Submit pending="Renaming…" look="plain">
          Rename
        </Submit>
      </ActionForm>
      <div className="border-t pt-3">
        <ActionButton
          action={deleteViewAction}
          org={org}
          hidden={{ view: view.id }}
          pending="Deleting…"
          look="stop"
          className="w-full"
        >
          <span className="min-w-0 truncate">Delete “{view.name}”</span>
        </ActionButton>
      </div>
    </>
  );
}

function Columns({ names }: { names: ColumnName[] }) {
  return names.map((name) => <input key={name} type="hidden" name="columns" value={name} />);
}

function Word({ children }: { children: string }) {
  return (
    <>
      <Bookmark aria-hidden /> {children}
    </>
  );
}

/** What the view asks for, opened by it. */
export const queryOf = (view: View): Query => ({ ...readQuery(searchParamsOf(view.query)).query, view: view.id });
