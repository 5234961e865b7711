import type { Metadata } from "next";
import { LinkButton } from "@/app/ui/button";
import { EmptyState } from "@/app/ui/empty-state";
import { ActionForm } from "@/app/ui/form";
import { NotForRole } from "@/app/ui/not-for-role";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Submit } from "@/app/ui/submit";
import { listLists } from "@/lib/lists/lists";
import { may } from "@/lib/permissions";
import { listStores } from "@/lib/stores/stores";
import { memberContext } from "@/lib/web/session";
import { createForm } from "../actions";
import { FormFields } from "../form-fields";

export const metadata: Metadata = { title: "New form" };

const first = {
  title: "News from our shop",
  intro: "New things, offers and stories, about twice a month.",
  agreement: "Yes, send me e-mails with news and offers. I can unsubscribe at any time.",
  button: "Subscribe",
  thanks: "Thank you. You will hear from us.",
  name: "Newsletter",
};

export default async function NewFormPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { ctx } = await memberContext(org, `/${org}/forms/new`);
  if (!may(ctx, "forms.edit"))
    return <NotForRole title="Forms are made by editors" back="To the forms" href={`/${org}/forms`} />;
  const [stores, lists] = await Promise.all([listStores(ctx), listLists(ctx)]);
  if (stores.length === 0) return <NoStore org={org} />;
  return (
    <>
      <PageHead title="New sign-up form" />
      <PageBody narrow>
        <ActionForm action={createForm} org={org} aria-label="New sign-up form">
          <FormFields draft={first} stores={stores.map(named)} lists={lists} />
          <div>
            <Submit pending="Making the form…">Make the form</Submit>
          </div>
        </ActionForm>
      </PageBody>
    </>
  );
}

const named = ({ id, name, platform }: { id: string; name: string; platform: string }) => ({
  id,
  name: `${platform} · ${name}`,
});

function NoStore({ org }: { org: string }) {
  return (
    <EmptyState
      page
      title="Connect a store first"
      action={
        <LinkButton href={`/${org}/stores/new`} look="go">
          Connect a store
        </LinkButton>
      }
    >
      Whoever signs up becomes a contact of a store.
    </EmptyState>
  );
}
