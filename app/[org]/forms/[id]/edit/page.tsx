import type { Metadata } from "next";
import { LinkButton } from "@/app/ui/button";
import { ActionForm } from "@/app/ui/form";
import { NotForRole } from "@/app/ui/not-for-role";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Submit } from "@/app/ui/submit";
import { listLists } from "@/lib/lists/lists";
import { may } from "@/lib/permissions";
import { listStores } from "@/lib/stores/stores";
import { memberContext } from "@/lib/web/session";
import { editForm } from "../../actions";
import { FormFields } from "../../form-fields";
import { formAt } from "../form";

export const metadata: Metadata = { title: "Edit the form" };

export default async function EditFormPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/forms/${id}/edit`);
  const form = await formAt(ctx, id);
  if (!may(ctx, "forms.edit"))
    return <NotForRole title="Forms are made by editors" back="To the forms" href={`/${org}/forms`} />;
  const [stores, lists] = await Promise.all([listStores(ctx), listLists(ctx)]);
  return (
    <>
      <PageHead title={<bdi>{form.name}</bdi>} sub="What is changed holds for sign-ups from now on." />
      <PageBody narrow>
        <ActionForm action={editForm} org={org} hidden={{ form: form.id }} aria-label="Edit the form">
          <FormFields
            draft={form}
            stores={stores.map(({ id, name, platform }) => ({ id, name: `${platform} · ${name}` }))}
            lists={lists}
          />
          <div className="flex gap-2">
            <Submit pending="Saving…">Save the form</Submit>
            <LinkButton href={`/${org}/forms/${form.id}`}>Cancel</LinkButton>
          </div>
        </ActionForm>
      </PageBody>
    </>
  );
}
