import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { EmptyState } from "@/app/ui/empty-state";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { RowLinks } from "@/app/ui/row-links";
import { Status } from "@/app/ui/status";
import { Count } from "@/app/ui/values";
import { storeNames } from "@/lib/contacts/directory";
import { type FormSummary, listForms } from "@/lib/forms/forms";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";

export const metadata: Metadata = { title: "Forms" };

export default async function FormsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { ctx } = await memberContext(org, `/${org}/forms`);
  const [forms, stores] = await Promise.all([listForms(ctx), storeNames(ctx)]);
  const make =
    may(ctx, "forms.edit") && stores.length > 0 ? (
      <LinkButton href={`/${org}/forms/new`} look="go">
        <Plus aria-hidden />
        New form
      </LinkButton>
    ) : null;
  if (forms.length === 0) return <NoForms make={make} org={org} stores={stores.length} />;
  return (
    <>
      <PageHead title="Sign-up forms" sub={forms.length}>
        {make}
      </PageHead>
      <PageBody>
        <Card flush>
          <div className="in-card -mt-4 overflow-x-auto">
            <Table forms={forms} org={org} />
          </div>
        </Card>
      </PageBody>
    </>
  );
}

function Table({ forms, org }: { forms: FormSummary[]; org: string }) {
  return (
    <table className="records">
      <thead>
        <tr>
          <th scope="col">Form</th>
          <th scope="col">Store</th>
          <th scope="col">State</th>
          <th scope="col" className="right">
            Sign-ups
          </th>
          <th scope="col" className="right">
            Confirmed
          </th>
          <th scope="col" className="right">
            Last 30 days
          </th>
        </tr>
      </thead>
      <RowLinks>
        {forms.map((form) => (
          <tr key={form.id} data-href={`/${org}/forms/${form.id}`}>
            <td>
              <Link href={`/${org}/forms/${form.id}`} className="font-medium" dir="auto">
                {form.name}
              </Link>
            </td>
            <td>{form.store}</td>
            <td>
              <FormState state={form.state} />
            </td>
            <td className="right">
              <Count value={form.signups} />
            </td>
            <td className="right">
              <Count value={form.confirmed} />
            </td>
            <td className="right">
              <Count value={form.recent} />
            </td>
          </tr>
        ))}
      </RowLinks>
    </table>
  );
}

function FormState({ state }: Pick<FormSummary, "state">) {
  return state === "open" ? <Status tone="ok">Open</Status> : <Status tone="none">Closed</Status>;
}

function NoForms({ make, org, stores }: { make: ReactNode; org: string; stores: number }) {
  const connect = (
    <LinkButton href={`/${org}/stores/new`} look="go">
      Connect a store
    </LinkButton>
  );
  return (
    <>
      <PageHead title="Sign-up forms" />
      <EmptyState title="No form yet" example={<Example />} action={stores === 0 ? connect : make}>
        A form lets people subscribe by themselves: on a page of its own that you link to, or inside your shop by one
        line of HTML. It keeps the words they agreed to, asks by mail whether the address is theirs, and puts them on a
        list of your choice.
        {stores === 0 ? " Its contacts belong to a store, so connect one first." : ""}
      </EmptyState>
    </>
  );
}

function Example() {
  return (
    <div aria-hidden className="mx-auto grid max-w-xs gap-3 rounded-lg border bg-raised p-4">
      <p className="font-medium">News from the workshop</p>
      <p className="flex h-8 items-center rounded border border-line-strong px-2.5 text-faint">mira.holt@example.com</p>
      <p className="flex items-center gap-2 text-small text-muted">
        <span className="size-3.5 shrink-0 rounded-xs border border-line-strong" /> Yes, write to me once a month.
      </p>
      <p className="flex h-8 items-center justify-center rounded bg-accent font-medium text-accent-text">Subscribe</p>
    </div>
  );
}
